"""Brings the content files into the database: once, and again whenever a file has changed.

A row remembers the digest of the file that it was made from, so that a second run reads no YAML. What an editor
has changed has no digest any more and stays the editor's.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from exercises.content import schema
from exercises.content.files import ContentError, Count, Report, read
from exercises.editorial.document import DocumentFault
from exercises.editorial.drafts import keep_revision
from exercises.editorial.rows import document_of, write_document, write_links
from exercises.figure_loading import load_figures
from exercises.models import Equipment, Exercise, GuidePage, Muscle, PrecautionTag, Region
from exercises.search.indexing import index


@transaction.atomic
def load_catalogue(folder: Path = schema.CONTENT) -> Report:
    """Load vocabulary, exercises and guide from `folder`. Raises ContentError and keeps nothing if a file is broken."""
    report = Report()
    load_vocabulary(folder / "vocabulary.yaml")
    load_exercises(sorted((folder / "exercises").glob("*.yaml")), report)
    load_guide(sorted((folder / "guide").glob("*.md")), report)
    load_figures(folder, report.pictures)
    return report


def changed(paths: Iterable[Path], rows: models.QuerySet[Any], report: Count) -> list[tuple[Path, str, Any]]:
    """(file, digest, row or None) of each file that is new or differs from what its row was made from."""
    known = {row.slug: row for row in rows.only("slug", "loaded_digest")}
    found = []
    for path in paths:
        digest = sha256(path.read_bytes()).hexdigest()
        row = known.get(path.stem)
        if row is not None and not row.loaded_digest:
            report.kept.append(row.slug)
        elif row is not None and row.loaded_digest == digest:
            report.unchanged += 1
        else:
            found.append((path, digest, row))
    return found


def load_vocabulary(path: Path) -> None:
    """Adds the words that are missing; a label that is there already belongs to the editors."""
    content = read(path, schema.read_vocabulary)
    Region.add_missing([Region(slug=word.slug, name=word.label) for word in content.regions])
    Equipment.add_missing([Equipment(slug=word.slug, name=word.label) for word in content.equipment])
    tags = content.precaution_tags
    PrecautionTag.add_missing([PrecautionTag(slug=t.tag, name=t.label, explanation=t.explanation) for t in tags])
    Muscle.add_missing([Muscle(slug=slugify(name)[:60], name=name, plain=p) for name, p in content.muscles.items()])


def load_exercises(paths: list[Path], report: Report) -> None:
    loaded = []
    for path, digest, row in changed(paths, Exercise.objects.all(), report):
        content = read(path, schema.read_exercise)
        if content.slug != path.stem:
            raise ContentError(_("%(file)s: the slug differs from the file's name.") % {"file": path.name})
        try:
            loaded.append((path, content, save_exercise(content, digest, row)))
        except (ValidationError, DocumentFault) as error:
            raise ContentError(f"{path.name}: {sentence(error)}") from error
        report.created += row is None
        report.updated += row is not None
    take_stock([exercise for _path, _content, exercise in loaded if exercise.revision == 1])
    for path, content, exercise in loaded:
        try:
            write_links(exercise, harder=content.harder)
        except ValidationError as error:
            raise ContentError(f"{path.name}: {sentence(error)}") from error
    keep_revisions([exercise for _path, _content, exercise in loaded])


def take_stock(new: list[Exercise]) -> None:
    """Make these findable, all at once, and note what is known of each by its words."""
    index(new)
    for exercise in new:
        exercise.take_stock()


def sentence(error: ValidationError | DocumentFault) -> str:
    if isinstance(error, DocumentFault):
        return error.sentences[0]
    if hasattr(error, "error_dict"):
        name, sentences = next(iter(error.message_dict.items()))
        return f"{name}: {sentences[0]}"
    return str(error.messages[0])


def save_exercise(content: schema.ExerciseContent, digest: str, row: Exercise | None) -> Exercise:
    """The row with its lines, but without its neighbours, which may come later. New ones are published."""
    exercise = Exercise.objects.get(pk=row.pk) if row else Exercise(slug=content.slug, published_at=timezone.now())
    if row is None:
        exercise.status = Exercise.Status.PUBLISHED
    exercise.loaded_digest = digest
    write_document(exercise, content.document(), links=False)
    if row is not None:
        exercise.revised()
    return exercise


def keep_revisions(loaded: list[Exercise]) -> None:
    """Keep each text as the revision that it is now, so that later ones can be compared with it."""
    rows = Exercise.objects.with_content().filter(pk__in=[exercise.pk for exercise in loaded])
    for exercise in rows:
        if exercise.published_at is not None:
            keep_revision(exercise, document_of(exercise), reason=_("From the content files."))


def load_guide(paths: list[Path], report: Report) -> None:
    for path, digest, row in changed(paths, GuidePage.objects.all(), report):
        content = read(path, schema.read_guide_page)
        page = GuidePage.objects.get(pk=row.pk) if row else GuidePage(slug=path.stem)
        page.title, page.summary, page.body = content.title, content.summary, content.body
        page.position, page.loaded_digest = content.order, digest
        page.serial += 1
        page.save()
        page.keep_revision(by=None, reason=_("From the content files."))
        report.created += row is None
        report.updated += row is not None

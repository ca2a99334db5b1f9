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
from exercises.content.files import ContentError, Report, read
from exercises.default_doses import read_default_dose
from exercises.dose import DoseError
from exercises.figure_loading import load_figures
from exercises.models import Equipment, Exercise, GuidePage, Muscle, PrecautionTag, Region
from exercises.models.vocabulary import Word
from exercises.neighbours import check_neighbours
from exercises.search.indexing import index
from exercises.wording import write_rows


@transaction.atomic
def load_catalogue(folder: Path = schema.CONTENT) -> Report:
    """Load vocabulary, exercises and guide from `folder`. Raises ContentError and keeps nothing if a file is broken."""
    report = Report()
    load_vocabulary(folder / "vocabulary.yaml")
    load_exercises(sorted((folder / "exercises").glob("*.yaml")), report)
    load_guide(sorted((folder / "guide").glob("*.md")), report)
    load_figures(folder, report.pictures)
    return report


def changed(paths: Iterable[Path], rows: models.QuerySet[Any], report: Report) -> list[tuple[Path, str, Any]]:
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
    add_words(Region, [Region(slug=word.slug, name=word.label) for word in content.regions])
    add_words(Equipment, [Equipment(slug=word.slug, name=word.label) for word in content.equipment])
    tags = content.precaution_tags
    add_words(PrecautionTag, [PrecautionTag(slug=t.tag, name=t.label, explanation=t.explanation) for t in tags])
    add_words(Muscle, [Muscle(slug=slugify(name)[:60], name=name, plain=p) for name, p in content.muscles.items()])


def add_words(model: type[Word], wanted: list[Any]) -> None:
    known = set(model._default_manager.values_list("slug", flat=True))
    model._default_manager.bulk_create([word for word in wanted if word.slug not in known])


def load_exercises(paths: list[Path], report: Report) -> None:
    loaded = []
    for path, digest, row in changed(paths, Exercise.objects.all(), report):
        content = read(path, schema.read_exercise)
        if content.slug != path.stem:
            raise ContentError(_("%(file)s: the slug differs from the file's name.") % {"file": path.name})
        try:
            loaded.append((path, content, save_exercise(content, digest, row)))
        except (ValidationError, DoseError) as error:
            raise ContentError(f"{path.name}: {sentence(error)}") from error
        report.created += row is None
        report.updated += row is not None
    index(exercise for _path, _content, exercise in loaded)
    by_slug = {exercise.slug: exercise for exercise in Exercise.objects.only("slug", "name")} if loaded else {}
    for path, content, exercise in loaded:
        try:
            link(exercise, content.harder, by_slug)
        except ValidationError as error:
            raise ContentError(f"{path.name}: {sentence(error)}") from error


def sentence(error: ValidationError | DoseError) -> str:
    if isinstance(error, DoseError):
        return f"dose: {error.sentences[0]}"
    if hasattr(error, "error_dict"):
        name, sentences = next(iter(error.message_dict.items()))
        return f"{name}: {sentences[0]}"
    return str(error.messages[0])


def save_exercise(content: schema.ExerciseContent, digest: str, row: Exercise | None) -> Exercise:
    """The row with its lines and links; new ones are published, others keep their status."""
    exercise = Exercise.objects.get(pk=row.pk) if row else Exercise(slug=content.slug, published_at=timezone.now())
    if row is None:
        exercise.status = Exercise.Status.PUBLISHED
    same = ("name", "aliases", "kind", "position", "purpose", "feel", "difficulty", "author", "licence")
    for name in same:
        setattr(exercise, name, getattr(content, name))
    exercise.seed_dose = content.seed_dose or ""
    exercise.evidence = content.evidence.type
    exercise.evidence_basis = content.evidence.basis
    exercise.evidence_checked = content.evidence.checked
    exercise.default_dose = read_default_dose(content.dose).to_json()
    exercise.loaded_digest = digest
    exercise.full_clean()
    exercise.save()
    write_content(exercise, content)
    if row is not None:
        exercise.revised()
    return exercise


def write_content(exercise: Exercise, content: schema.ExerciseContent) -> None:
    tags = words_by(PrecautionTag, "slug", [caution.tag for caution in content.cautions if caution.tag])
    muscles = words_by(Muscle, "name", [*content.muscles.primary, *content.muscles.secondary])
    write_rows(
        exercise,
        steps=[{"text": text} for text in content.steps],
        faults=[{"text": fault.fault, "mend": fault.mend} for fault in content.faults],
        cautions=[{"tag": tags.get(caution.tag or ""), "text": caution.text} for caution in content.cautions],
        muscle_uses=[
            {"muscle": muscles[name], "role": role}
            for role, names in (("primary", content.muscles.primary), ("secondary", content.muscles.secondary))
            for name in names
        ],
    )
    exercise.regions.set(words_by(Region, "slug", content.regions).values())
    exercise.equipment.set(words_by(Equipment, "slug", content.equipment).values())


def words_by(model: type[Word], key: str, wanted: list[str]) -> dict[str, Any]:
    """Each wanted word by its key. Raises ValidationError for one that the vocabulary lacks."""
    found = {getattr(word, key): word for word in model._default_manager.filter(**{f"{key}__in": wanted})}
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise ValidationError(_("the vocabulary has no “%(word)s”.") % {"word": missing[0]})
    return found


def link(exercise: Exercise, harder: list[str], by_slug: dict[str, Exercise]) -> None:
    missing = sorted(set(harder) - set(by_slug))
    if missing:
        raise ValidationError(_("harder: there is no exercise “%(slug)s”.") % {"slug": missing[0]})
    neighbours = [by_slug[slug] for slug in harder]
    if neighbours:
        check_neighbours(exercise, harder=neighbours, easier=exercise.easier.all())
    exercise.harder.set(neighbours)


def load_guide(paths: list[Path], report: Report) -> None:
    for path, digest, row in changed(paths, GuidePage.objects.all(), report):
        content = read(path, schema.read_guide_page)
        page = GuidePage.objects.get(pk=row.pk) if row else GuidePage(slug=path.stem)
        page.title, page.summary, page.body = content.title, content.summary, content.body
        page.position, page.loaded_digest = content.order, digest
        page.save()
        report.created += row is None
        report.updated += row is not None

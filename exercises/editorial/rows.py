"""Between an exercise's rows and its document. The rows hold what readers see, or what was never published."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from exercises.default_doses import read_default_dose
from exercises.editorial.document import (
    CautionPart,
    EvidencePart,
    ExerciseDocument,
    FaultPart,
    MusclesPart,
    ShowingPart,
)
from exercises.models import (
    Caution,
    Equipment,
    Exercise,
    Fault,
    Media,
    Muscle,
    MuscleUse,
    PrecautionTag,
    Region,
    Showing,
    Step,
)
from exercises.models.media import as_json
from exercises.models.vocabulary import Word
from exercises.neighbours import check_neighbours
from exercises.shorthand import format_dose

SAME = ("slug", "name", "kind", "position", "purpose", "feel", "seed_dose", "difficulty", "author", "licence")


def document_of(exercise: Exercise) -> ExerciseDocument:
    """What the rows say. Ask for the exercise `with_content()`, or this asks once for each kind of row."""
    muscles: dict[str, list[str]] = {"primary": [], "secondary": []}
    for use in exercise.muscle_uses.all():
        muscles[use.role].append(use.muscle.name)
    return ExerciseDocument(
        **{name: getattr(exercise, name) for name in SAME},
        aliases=tuple(exercise.aliases),
        steps=tuple(step.text for step in exercise.steps.all()),
        faults=tuple(FaultPart(fault=fault.text, mend=fault.mend) for fault in exercise.faults.all()),
        cautions=tuple(
            CautionPart(tag=caution.tag.slug if caution.tag else None, text=caution.text)
            for caution in exercise.cautions.all()
        ),
        regions=slugs(exercise.regions.all()),
        equipment=slugs(exercise.equipment.all()),
        muscles=MusclesPart(primary=tuple(muscles["primary"]), secondary=tuple(muscles["secondary"])),
        dose=format_dose(exercise.dose),
        media=tuple(ShowingPart(**as_json(showing)) for showing in exercise.showings.all()),
        harder=slugs(filter(exercise.reaches, exercise.harder.all())),
        easier=slugs(filter(exercise.reaches, exercise.easier.all())),
        evidence=EvidencePart(type=exercise.evidence, basis=exercise.evidence_basis, checked=exercise.evidence_checked),
    )


def slugs(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(row.slug for row in rows))


@transaction.atomic
def write_document(exercise: Exercise, document: ExerciseDocument, *, links: bool = True) -> None:
    """Make the rows say what the document says; a new exercise is saved with them.

    Raises ValidationError for words that the vocabulary lacks, for choices that there are not, and for neighbours
    that would make an exercise harder than itself. `links=False` leaves the neighbours as they are.
    """
    for name in SAME:
        setattr(exercise, name, getattr(document, name))
    exercise.aliases = list(document.aliases)
    exercise.evidence = document.evidence.type
    exercise.evidence_basis = document.evidence.basis
    exercise.evidence_checked = document.evidence.checked
    exercise.default_dose = read_default_dose(document.dose).to_json()
    exercise.full_clean()
    exercise.save()
    write_lines(exercise, document)
    exercise.regions.set(words_by(Region, "slug", document.regions).values())
    exercise.equipment.set(words_by(Equipment, "slug", document.equipment).values())
    if links:
        write_links(exercise, harder=document.harder, easier=document.easier)


def write_lines(exercise: Exercise, document: ExerciseDocument) -> None:
    tags = words_by(PrecautionTag, "slug", [caution.tag for caution in document.cautions if caution.tag])
    named = {"primary": document.muscles.primary, "secondary": document.muscles.secondary}
    muscles = words_by(Muscle, "name", [name for names in named.values() for name in names])
    steps = [Step(text=text) for text in document.steps]
    faults = [Fault(text=part.fault, mend=part.mend) for part in document.faults]
    cautions = [Caution(tag=tags.get(part.tag or ""), text=part.text) for part in document.cautions]
    uses = [MuscleUse(muscle=muscles[name], role=role) for role, names in named.items() for name in names]
    shown = [Showing(media=media, alt=part.alt, credit=part.credit) for media, part in files(document)]
    all_rows: tuple[tuple[Any, list[Any]], ...] = (
        (Step, steps), (Fault, faults), (Caution, cautions), (MuscleUse, uses), (Showing, shown)
    )  # fmt: skip
    for model, rows in all_rows:
        replace_rows(exercise, model, rows)


def files(document: ExerciseDocument) -> list[tuple[Media, ShowingPart]]:
    """Raises ValidationError for a file that is not here or could not be used."""
    wanted = [UUID(part.file) for part in document.media]
    usable = Media.objects.exclude(state=Media.State.FAILED).in_bulk(wanted)
    if set(wanted) - set(usable):
        raise ValidationError(_("A picture or film of this exercise is not here any more, or could not be used."))
    return [(usable[pk], part) for pk, part in zip(wanted, document.media, strict=True)]


def replace_rows(exercise: Exercise, model: Any, rows: Iterable[Any]) -> None:
    model.objects.filter(exercise=exercise).delete()
    new = list(rows)
    for number, row in enumerate(new, 1):
        row.exercise, row.position = exercise, number  # a muscle has no position and does not mind
    model.objects.bulk_create(new)


def words_by(model: type[Word], key: str, wanted: Iterable[str]) -> dict[str, Any]:
    """Each wanted word by its key. Raises ValidationError for one that the vocabulary lacks."""
    wanted = list(wanted)
    found = {getattr(word, key): word for word in model._default_manager.filter(**{f"{key}__in": wanted})}
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise ValidationError(_("The vocabulary has no “%(word)s”.") % {"word": missing[0]})
    return found


def write_links(exercise: Exercise, *, harder: Iterable[str], easier: Iterable[str] | None = None) -> None:
    """Set the steps up, and the steps down unless they are left to the others' entries.

    Steps to what the text cannot name, which are those of clinics' own exercises, stay as they are.
    """
    up = neighbours(exercise, harder)
    down = list(exercise.easier.in_reach_of(exercise)) if easier is None else neighbours(exercise, easier)
    if up or down:
        check_neighbours(exercise, harder=up, easier=down)
    high, low = out_of_reach(exercise)
    exercise.harder.set([*up, *high])
    if easier is not None:
        exercise.easier.set([*down, *low])


def out_of_reach(exercise: Exercise) -> tuple[list[int], list[int]]:
    """The ids of harder and of easier neighbours of what is shared that clinics keep for themselves."""
    if exercise.is_own:
        return [], []
    link = Exercise.harder.through._default_manager
    own = Q(from_exercise=exercise, to_exercise__clinic__isnull=False)
    own |= Q(to_exercise=exercise, from_exercise__clinic__isnull=False)
    pairs = list(link.filter(own).values_list("from_exercise", "to_exercise"))
    return [high for low, high in pairs if low == exercise.pk], [low for low, high in pairs if high == exercise.pk]


def neighbours(exercise: Exercise, wanted: Iterable[str]) -> list[Exercise]:
    wanted = list(wanted)
    rows = Exercise.objects.in_reach_of(exercise).filter(slug__in=wanted).only("slug", "name", "clinic")
    found = {row.slug: row for row in rows}
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise ValidationError(_("There is no exercise “%(slug)s”.") % {"slug": missing[0]})
    return [found[slug] for slug in wanted]

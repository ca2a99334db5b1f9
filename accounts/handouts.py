"""Handouts of routines, templates and lists of exercises. A program's is made from its version (programs.handouts)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.handout_words import advice, easier_in_words, pain_scale
from accounts.models import Routine
from accounts.plan_easier import easier_dose
from accounts.plan_rules import Rules
from accounts.plans import Item, Phase
from accounts.templatetags.plans import weekdays, weeks
from backfit.access import AnyUser
from exercises.handout.entries import MOST_STEPS, boxes_for, entry_of
from exercises.handout.pictures import pictures_of
from exercises.handout.sheet import Code, Entry, Handout, Picture, Section
from exercises.models import Exercise


def routine_handout(routine: Routine, *, reader: AnyUser, paper: str) -> Handout:
    """The routine as it is now, in the catalogue's present words, with all of its phases."""
    plan = routine.read_plan()
    catalogue = Q(clinic__isnull=True) | Q(pk__in=Exercise.objects.visible_to(reader))
    rows = Exercise.objects.filter(catalogue, slug__in=plan.slugs()).with_content()
    exercises = {each.slug: each for each in rows}
    pictures = pictures_of(exercises.values())
    several = len(plan.phases) > 1
    sections = tuple(
        section_of(phase, number if several else 0, exercises, pictures) for number, phase in enumerate(plan.phases, 1)
    )
    address = routine.template_url if routine.is_template else routine.get_absolute_url()
    return Handout(
        title=routine.name,
        lead=(routine.description,) if routine.description else (),
        sections=sections,
        code=code_to(address),
        **common(plan.rules_in_force, paper),
    )


def section_of(
    phase: Phase, number: int, exercises: Mapping[str, Exercise], pictures: Mapping[str, Sequence[Picture]]
) -> Section:
    """`number` is 0 for the only phase, which needs no title."""
    entries = tuple(
        item_entry(item, exercises, pictures.get(item.exercise, ()), item.choose in phase.open_choices)
        for item in phase.items
        if item.exercise in exercises
    )
    if not number:
        return Section(entries)
    name = _("Phase %(number)s: %(name)s") if phase.name else _("Phase %(number)s")
    facts = f"{weekdays(phase.days)}, {weeks(phase.weeks)}"
    return Section(entries, name % {"number": number, "name": phase.name}, facts[:1].upper() + facts[1:])


def item_entry(item: Item, exercises: Mapping[str, Exercise], pictures: Sequence[Picture], is_choice: bool) -> Entry:
    easier = exercises.get(item.easier or "")
    choice = {"choice": item.choose or "", "when": item.when_words} if is_choice else {}
    return entry_of(
        exercises[item.exercise],
        dose=item.in_words(),
        boxes=boxes_for(item.dose.times_per_day),
        pictures=pictures,
        note=item.note,
        cue=item.cue,
        stop=item.stop_words,
        easier=easier_of(item, easier) if easier else "",
        **choice,
    )


def easier_of(item: Item, exercise: Exercise) -> str:
    steps = [step.text for step in exercise.steps.all()][:MOST_STEPS]
    dose = item.model_copy(update={"dose": easier_dose(item.dose, exercise.dose)}).in_words()
    return easier_in_words(exercise.name, dose, steps, (each.text for each in exercise.cautions.all()))


def list_handout(exercises: Sequence[Exercise], *, title: str, address: str, paper: str) -> Handout:
    """Exercises of the catalogue with their usual doses; wants them `with_content()`."""
    pictures = pictures_of(exercises)
    entries = tuple(
        entry_of(
            each,
            dose=each.dose.in_words(),
            boxes=boxes_for(each.dose.times_per_day),
            pictures=pictures.get(each.slug, ()),
        )
        for each in exercises
    )
    return Handout(title=title, sections=(Section(entries),), code=code_to(address), **common(Rules(), paper))


def common(rules: Rules, paper: str) -> dict[str, Any]:
    """What all sheets have that are not of somebody's program."""
    today = date_format(timezone.localdate(), "j F Y")
    return {
        "paper": paper,
        "language": get_language() or "en",
        "numbers": (_("Worst pain, 0 to 10"),),
        "pain": pain_scale(rules),
        "advice": advice(rules),
        "footer": _("Printed %(day)s. In doubt whether this is for you? Ask a doctor or physiotherapist first.")
        % {"day": today},
    }


def code_to(address: str) -> Code:
    """To a page of the site, which says more and moves."""
    host = host_of(settings.SITE_URL)
    return Code(
        url=settings.SITE_URL + address,
        text=_("Scan to see the pictures move. Opens %(host)s") % {"host": host},
        alt=_("QR code that leads to this page on %(host)s") % {"host": host},
    )


def host_of(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def title_of_list(exercises: Sequence[Exercise]) -> str:
    if len(exercises) == 1:
        return exercises[0].name
    count = len(exercises)
    return ngettext("%(count)s exercise", "%(count)s exercises", count) % {"count": count}

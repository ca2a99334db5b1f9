"""The handout of a program: a version on paper, in the words that were published.

The document comes from whoever asks: for a link without an account it is one from which all that somebody typed for
this client was taken out (programs.shared_document).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.handout_words import advice, easier_in_words, pain_scale
from accounts.handouts import host_of
from accounts.plan_rules import Rules
from accounts.templatetags.plans import minutes, weekdays, weeks
from exercises.handout.entries import MOST_STEPS, boxes_for, in_order
from exercises.handout.pictures import drawn, photographed
from exercises.handout.sheet import Code, Entry, Handout, Picture, Section
from programs.models import Program
from programs.schedule import phase_on
from programs.templatetags.documents import one_of

Document = Mapping[str, Any]


def program_handout(
    program: Program, document: Document, *, link: str, paper: str, concerns: Collection[str] = ()
) -> Handout:
    """Wants a published program with `current` and its episode; `link` is where the code leads.

    `concerns` are the reader's own precautions, by their slugs: what is said about them is never left out.
    """
    phase = present_phase(program, document)
    rules = rules_of(document)
    clinic = program.episode.clinic
    phone = clinic.phone if clinic else ""
    return Handout(
        title=document["program"]["name"],
        language=document["language"],
        paper=paper,
        eyebrow=" · ".join(filter(None, [clinic.name, phone])) if clinic else "",
        facts=facts_of(phase),
        lead=tuple(about(document, phase)),
        sections=(section_of(phase, concerns),),
        numbers=(_("Worst pain, 0 to 10"), _("Effort, 0 to 10"), _("Pain the next morning, 0 to 10")),
        pain=pain_scale(rules),
        advice=advice(
            rules,
            phone=phone,
            emergency=clinic.emergency_contacts if clinic else (),
            agreed=document.get("rules", {}).get("extra", ()),
        ),
        code=code_to(link),
        footer=footer(program, document),
    )


def rules_of(document: Document) -> Rules:
    """Those of the version; documents from before there were any had the usual ones."""
    return Rules.model_validate(document.get("rules", {}).get("settings", {}))


def present_phase(program: Program, document: Document) -> Document:
    """The phase that runs where the client is: before the first day the first, after the end the last."""
    phases: list[Document] = document["phases"]
    day = max(program.episode.local_day(), program.start_on)
    return phase_on(document, program.calendar, day)[0] or phases[-1]


def facts_of(phase: Document) -> str:
    """Such as "About 8 minutes, Monday to Friday"."""
    time = minutes(phase["minutes"] * 60 if phase.get("minutes") else phase["seconds"])
    return _("About %(time)s, %(days)s") % {"time": time, "days": weekdays(phase["days"])}


def about(document: Document, phase: Document) -> Iterable[str]:
    """What the phase is for, and what comes after it."""
    phases = document["phases"]
    number = phases.index(phase) + 1
    if len(phases) > 1:
        said = {"number": number, "count": len(phases), "name": phase["name"], "weeks": weeks(phase["weeks"])}
        words = _("Phase %(number)s of %(count)s: %(name)s") if phase["name"] else _("Phase %(number)s of %(count)s")
        goal = f" {phase['goal']}" if phase.get("goal") else ""
        yield f"{words % said}, {said['weeks']}.{goal}"
    elif phase.get("goal"):
        yield phase["goal"]
    if number < len(phases):
        following = "; ".join(phase_in_words(later, number + place) for place, later in enumerate(phases[number:], 1))
        yield _("After that: %(phases)s. Ask for a new sheet then.") % {"phases": following}


def phase_in_words(phase: Document, number: int) -> str:
    name = phase["name"] or _("phase %(number)s") % {"number": number}
    count = len(phase["items"])
    exercises = ngettext("%(count)s exercise", "%(count)s exercises", count) % {"count": count}
    return f"{name} ({exercises}, {weekdays(phase['days'])}, {weeks(phase['weeks'])})"


def section_of(phase: Document, concerns: Collection[str]) -> Section:
    items = [item for group in one_of(phase) for _number, item in group.items]
    pictures = drawn(item["figure"]["digest"] for item in items if "figure" in item)
    photos = photographed([item["exercise"] for item in items if "figure" not in item])
    return Section(tuple(entry_of(item, pictures_of(item, pictures, photos), concerns) for item in items))


Pictures = Mapping[str, tuple[Picture, ...]]


def pictures_of(item: Document, pictures: Pictures, photos: Pictures) -> tuple[Picture, ...]:
    if "figure" in item:
        return pictures.get(item["figure"]["digest"], ())
    return photos.get(item["exercise"], ())


def entry_of(item: Document, pictures: tuple[Picture, ...], concerns: Collection[str]) -> Entry:
    cautions, foremost = in_order(((each["tag"], each["text"]) for each in item["cautions"]), concerns)
    return Entry(
        name=item["name"],
        dose=capfirst(item["dose_words"]),
        pictures=pictures,
        steps=tuple(item["steps"][:MOST_STEPS]),
        cautions=cautions,
        foremost=foremost,
        stop=item.get("stop_words", ""),
        easier=easier_of(item["easier"]) if "easier" in item else "",
        choice=item.get("choose", ""),
        marks=(_("Also on a bad day"),) if item.get("short") else (),
        boxes=boxes_for(item["times_per_day"]),
        note=item["note"],
        cue=item["cue"],
        when=item.get("when_words", ""),
    )


def easier_of(easier: Document) -> str:
    cautions = (each["text"] for each in easier["cautions"])
    return easier_in_words(easier["name"], easier["dose_words"], easier["steps"][:MOST_STEPS], cautions)


def code_to(link: str) -> Code:
    host = host_of(link)
    return Code(
        url=link,
        text=_("Scan to see the pictures move, or to sign in. Opens %(host)s") % {"host": host},
        alt=_("QR code that leads to these exercises on %(host)s") % {"host": host},
    )


def footer(program: Program, document: Document) -> str:
    said = {"number": document["version"], "day": date_format(program.episode.local_day(), "j F Y")}
    words = _("Version %(number)s, printed %(day)s. What you write here is read when you bring the sheet along.")
    return words % said

"""A proposal as a therapist reads it, in the active language: what would change, why, and by which rule."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plans import Plan
from exercises.dose import Dose
from exercises.models import Exercise
from programs.changes import ChangedItem
from programs.models import Proposal, Session
from programs.proposals.proposed import applied
from programs.proposals.reasons import because, rule_in_words

ICONS = {
    Proposal.Kind.STEP_UP: "up",
    Proposal.Kind.NEXT_PHASE: "calendar",
    Proposal.Kind.STEP_BACK: "down",
    Proposal.Kind.MAINTENANCE: "check",
}


@dataclass(frozen=True)
class ToldDay:
    """A day that it rests on, with what was told then and its sessions."""

    day: datetime.date
    pain: int | None
    effort: int | None
    morning: int | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class ProposalInWords:
    """`because` are sentences with the numbers, `rule` is what they were held against."""

    proposal: Proposal
    title: str
    tone: str
    icon: str
    changes: tuple[ChangedItem, ...]
    because: tuple[str, ...]
    rule: str
    days: tuple[ToldDay, ...]
    balance: tuple[str, ...]


def in_words(proposals: Iterable[Proposal]) -> list[ProposalInWords]:
    """One query for all of them, if `version` is at hand and `sessions` are prefetched."""
    rows = list(proposals)
    slugs = {slug for row in rows for slug in slugs_of(row)}
    names = dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}
    return [words_of(row, names) for row in rows]


def slugs_of(row: Proposal) -> Iterable[str]:
    yield from row.why.get("balance", ())
    for change in row.changes:
        yield from (change[name] for name in ("exercise", "instead") if name in change)


def words_of(row: Proposal, names: Mapping[str, str]) -> ProposalInWords:
    plan = Plan.from_json(row.version.plan)
    return ProposalInWords(
        proposal=row,
        title=title(row, plan),
        tone="amber" if row.kind == Proposal.Kind.STEP_BACK or row.why["rule"] == "stay" else "green",
        icon=ICONS[Proposal.Kind(row.kind)],
        changes=tuple(line for change in row.changes for line in lines_of(row, plan, change, names)),
        because=tuple(because(row.why)),
        rule=rule_in_words(row.why),
        days=tuple(told_days(row)),
        balance=tuple(names.get(slug, slug) for slug in row.why.get("balance", ())),
    )


def title(row: Proposal, plan: Plan) -> str:
    if row.kind == Proposal.Kind.NEXT_PHASE:
        return phase_title(row.changes[0], plan)
    count = len(row.changes)
    if row.kind == Proposal.Kind.STEP_UP:
        return ngettext("A step up in %(count)s exercise", "A step up in %(count)s exercises", count) % {"count": count}
    if row.kind == Proposal.Kind.STEP_BACK:
        return ngettext("A step back in %(count)s exercise", "A step back in %(count)s exercises", count) % {
            "count": count
        }
    return _("Keep what was reached")


def phase_title(change: Mapping[str, Any], plan: Plan) -> str:
    weeks = abs(change["after"] - change["before"])
    if change["after"] > change["before"]:
        return ngettext("Stay in %(phase)s %(n)d week longer", "Stay in %(phase)s %(n)d weeks longer", weeks) % {
            "phase": phase_name(plan, change["phase"]),
            "n": weeks,
        }
    return ngettext("Go to %(phase)s %(n)d week earlier", "Go to %(phase)s %(n)d weeks earlier", weeks) % {
        "phase": phase_name(plan, change["phase"] + 1),
        "n": weeks,
    }


def phase_name(plan: Plan, number: int) -> str:
    name = plan.phases[number].name if number < len(plan.phases) else ""
    return f"“{name}”" if name else _("phase %(number)s") % {"number": number + 1}


def lines_of(row: Proposal, plan: Plan, change: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[ChangedItem]:
    if "maintain" in change:
        yield maintenance_line(plan, change)
    elif "phase" in change:
        yield phase_line(row, plan, change)
    else:
        # How many days a week stays as it is.
        before, after = (Dose.from_json(change[when]).in_words(weekly=False) for when in ("before", "after"))
        name = names.get(change["exercise"], change["exercise"])
        if "instead" in change:
            after = f"{names.get(change['instead'], change['instead'])}, {after}"
        yield ChangedItem(name, before, after)


def phase_line(row: Proposal, plan: Plan, change: Mapping[str, Any]) -> ChangedItem:
    day = datetime.date.fromisoformat(row.why["day"])
    begins = day + datetime.timedelta(days=row.why["days_left"] + 7 * (change["after"] - change["before"]))
    after = _("%(weeks)s; %(next)s begins on %(day)s") % {
        "weeks": weeks_in_words(change["after"]),
        "next": phase_name(plan, change["phase"] + 1),
        "day": date_format(begins, "l j F"),
    }
    return ChangedItem(phase_name(plan, change["phase"]), weeks_in_words(change["before"]), after)


def weeks_in_words(weeks: int) -> str:
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}


def maintenance_line(plan: Plan, change: Mapping[str, Any]) -> ChangedItem:
    after = applied(plan, [change])
    return ChangedItem(
        _("The plan"), size(plan, len(plan.phases) - 1), _("%(size)s, without an end") % {"size": size(after, 0)}
    )


def size(plan: Plan, number: int) -> str:
    phase = plan.phases[number]
    exercises = ngettext("%(n)d exercise", "%(n)d exercises", len(phase.items)) % {"n": len(phase.items)}
    days = ngettext("%(n)d day a week", "%(n)d days a week", len(phase.days)) % {"n": len(phase.days)}
    return f"{exercises}, {days}"


def told_days(row: Proposal) -> Iterable[ToldDay]:
    sessions: Sequence[Session] = list(row.sessions.all())
    for told in row.why["days"]:
        day = datetime.date.fromisoformat(told["day"])
        same = tuple(session for session in sessions if session.day == day)
        yield ToldDay(day, told["pain"], told["effort"], told["morning"], same)


def reason_for_client(row: Proposal) -> str:
    """What the client could read beside the change; the therapist may write something else."""
    if row.kind == Proposal.Kind.STEP_UP:
        return _("It is going well, so you do a little more.")
    if row.kind == Proposal.Kind.MAINTENANCE:
        return _("You have come far. From now on you keep it up with less.")
    return {
        "progress": _("It is going well, so the next part begins earlier."),
        "stay": _("We stay with this part a week longer, so that it gets easier first."),
        "back-weeks": _("After a break we start again with a little less."),
    }.get(row.why["rule"], _("It hurt more than it should, so you do a little less."))

"""Reads what the rules of attention need to know, for many episodes in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import Episode, Invitation
from accounts.plan_rules import Rules
from programs.attention.facts import Day, Facts, PainSkip, PainTold, Sign, Suggested
from programs.attention.programs import days_of, last_days_of, running_on
from programs.document import items_of, rules_of
from programs.models import CheckIn, DayTally, Message, Program, Proposal, Result, SafetyReport, Session, Version
from programs.schedule import ONE_DAY
from programs.tally import version_on
from programs.usual_pain import FIRST_WEEK, usual_pain

DAYS = 28
"""How far back the rules look; notes older than this are no longer unread."""


@dataclass
class Told:
    """What clients told, by episode; tallies and pains of exercises by program."""

    pains: dict[object, dict[Day, int]] = field(default_factory=lambda: defaultdict(dict))
    mornings: dict[object, dict[Day, int]] = field(default_factory=lambda: defaultdict(dict))
    tallies: dict[object, dict[Day, DayTally]] = field(default_factory=lambda: defaultdict(dict))
    results: dict[object, list[tuple[Day, str, int]]] = field(default_factory=lambda: defaultdict(list))
    skips: dict[object, list[tuple[Day, str]]] = field(default_factory=lambda: defaultdict(list))
    signs: dict[object, list[Sign]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[object, list[Day]] = field(default_factory=lambda: defaultdict(list))
    messages: dict[object, list[Day]] = field(default_factory=lambda: defaultdict(list))
    suggested: dict[object, list[Suggested]] = field(default_factory=lambda: defaultdict(list))


def facts_of(episodes: Iterable[Any]) -> dict[Episode, Facts]:
    """The facts of each of the episodes with these ids, on the client's own day."""
    found = list(with_edges(Episode.objects.filter(pk__in=episodes)))
    if not found:
        return {}
    programs = programs_of(found)
    told = read_told(found, [program for each in programs.values() for program in each])
    return {episode: facts_for(episode, programs[episode.pk], told) for episode in found}


def with_edges(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """With the first days on which a number was told, the last one with a session, and the last invitation."""
    tallies = DayTally.objects.filter(program__episode=OuterRef("pk"))
    felt = tallies.filter(worst_pain__isnull=False).order_by("day")
    check_ins = CheckIn.objects.filter(episode=OuterRef("pk")).order_by("day")
    sent = Invitation.objects.filter(episode=OuterRef("pk"), revoked_at__isnull=True, sent_at__isnull=False)
    return episodes.select_related("client", "clinic").annotate(
        first_felt=Subquery(felt.values("day")[:1]),
        first_check_in=Subquery(check_ins.values("day")[:1]),
        last_session=Subquery(tallies.filter(sessions__gt=0).order_by("-day").values("day")[:1]),
        invited_at=Subquery(sent.order_by("-sent_at").values("sent_at")[:1]),
    )


def programs_of(episodes: Sequence[Episode]) -> dict[object, list[Program]]:
    """The published ones that ran in the window, each with its pauses and the versions in force since then."""
    first = min(episode.local_day() for episode in episodes) - DAYS * ONE_DAY
    in_force = Version.objects.filter(program=OuterRef("program"), effective_on__lte=first).order_by("-number")
    versions = Version.objects.filter(Q(effective_on__gt=first) | Q(pk=Subquery(in_force.values("pk")[:1])))
    rows = Program.objects.filter(episode__in=episodes, current__isnull=False)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first)).order_by("created_at", "pk")
    recent = Prefetch("versions", versions.defer("plan").order_by("number"), to_attr="recent")
    by_id = {episode.pk: episode for episode in episodes}
    found: dict[object, list[Program]] = defaultdict(list)
    for program in rows.defer("draft", "pending").prefetch_related("pauses", recent):
        program.episode = by_id[program.episode_id]  # its calendar asks when the episode ended
        found[program.episode_id].append(program)
    return found


def read_told(episodes: Sequence[Episode], programs: Sequence[Program]) -> Told:
    told = Told()
    first = min(episode.local_day() for episode in episodes) - DAYS * ONE_DAY
    for tally in DayTally.objects.filter(program__in=programs, day__gte=first):
        told.tallies[tally.program_id][tally.day] = tally
    read_results(told, programs, first)
    read_numbers(told, episodes, first)
    read_notices(told, episodes, programs, first)
    return told


def read_results(told: Told, programs: Sequence[Program], first: Day) -> None:
    """Pain with single exercises, and which were left out for it."""
    hurt = Q(skip_because=Result.Because.PAIN)
    rows = Result.objects.filter(hurt | Q(pain__isnull=False), session__program__in=programs, session__day__gte=first)
    rows = rows.filter(session__deleted_at__isnull=True).order_by()
    named = rows.values_list("session__program", "session__day", "item_key")
    for program, day, key, pain, skips in named.annotate(Max("pain"), skips=Count("pk", filter=hurt)):
        if pain is not None:
            told.results[program].append((day, key, pain))
        if skips:
            told.skips[program].append((day, key))


def read_numbers(told: Told, episodes: Sequence[Episode], first: Day) -> None:
    """Check-ins of the window, and what was told in the first week of those whose usual pain nobody has stated."""
    weeks = {
        episode.pk: (min(edges), min(edges) + FIRST_WEEK - ONE_DAY)
        for episode in episodes
        if episode.usual_pain is None and (edges := edges_of(episode))
    }
    early = [Q(episode=pk, day__range=days) for pk, days in weeks.items()]
    mornings = CheckIn.objects.filter(reduce(or_, early, Q(episode__in=episodes, day__gte=first)))
    for episode, day, pain in mornings.values_list("episode", "day", "pain").order_by():
        told.mornings[episode][day] = pain
    if weeks:
        at_first = reduce(or_, (Q(program__episode=pk, day__range=days) for pk, days in weeks.items()))
        felt = DayTally.objects.filter(at_first, worst_pain__isnull=False).order_by()
        for episode, day, worst in felt.values_list("program__episode", "day", "worst_pain"):
            told.pains[episode][day] = max(worst or 0, told.pains[episode].get(day, 0))


def edges_of(episode: Any) -> list[Day]:
    return [day for day in (episode.first_felt, episode.first_check_in) if day is not None]


def read_notices(told: Told, episodes: Sequence[Episode], programs: Sequence[Program], first: Day) -> None:
    for report in SafetyReport.objects.open().filter(episode__in=episodes):
        told.signs[report.episode_id].append(Sign(report.day, report.tier == SafetyReport.Tier.EMERGENCY))
    for episode, day in unread(episodes, first).values_list("program__episode", "day"):
        told.notes[episode].append(day)
    written = Message.objects.unread().filter(episode__in=episodes, from_client=True).order_by()
    for episode, day in written.values_list("episode", "day"):
        told.messages[episode].append(day)
    for proposal in Proposal.objects.open().filter(program__in=programs).select_related("program"):
        suggested = Suggested(str(proposal.program_id), proposal.kind, proposal.made_on)
        told.suggested[proposal.program.episode_id].append(suggested)


def unread(episodes: Iterable[Any], first: Day) -> QuerySet[Session]:
    """Notes from the client that nobody of the care team has seen; what was entered from paper has been read."""
    kept = Session.objects.kept().filter(program__episode__in=episodes, day__gte=first, note_read_at__isnull=True)
    return kept.exclude(note="").exclude(evidence=Session.Evidence.PAPER).order_by()


def is_unread(session: Session, *, since: Day) -> bool:
    """The same of one session that is at hand."""
    by_client = session.evidence != Session.Evidence.PAPER
    return bool(session.note) and by_client and session.note_read_at is None and session.day >= since


def facts_for(episode: Any, programs: Sequence[Program], told: Told) -> Facts:
    today = episode.local_day()
    running: list[Any] = [program for program in programs if running_on(program, today)]
    rules = [rules_of(program.recent[-1].document) for program in running] or [Rules()]
    invited = episode.invited_at
    return Facts(
        today=today,
        usual=usual_pain(episode.usual_pain, told.mornings[episode.pk], told.pains[episode.pk]),
        pains=tuple(pain for program in programs for pain in pains_of(program, told)),
        left_out=tuple(skip for program in programs for skip in skips_of(program, told)),
        mornings=told.mornings[episode.pk],
        signs=tuple(told.signs[episode.pk]),
        days=days_of(programs, told.tallies, today, DAYS),
        invited_on=invited.astimezone(ZoneInfo(episode.clinic.time_zone)).date() if invited else None,
        joined=episode.client_id is not None,
        paused=bool(running) and all(program.calendar.is_paused(today) for program in running),
        begins_on=min((program.start_on for program in running), default=None),
        last_session=episode.last_session,
        notes=tuple(told.notes[episode.pk]),
        messages=tuple(told.messages[episode.pk]),
        suggested=tuple(told.suggested[episode.pk]),
        last_days=last_days_of(running, today),
        morning_rise=min(each.back_morning_rise for each in rules),
        adherence_at_least=min(each.adherence_at_least for each in rules),
    )


def pains_of(program: Any, told: Told) -> Iterable[PainTold]:
    """Worst pains of its days, and those told of single exercises, by the rules of the day."""
    rules = {version.pk: rules_of(version.document) for version in program.recent}
    for day, tally in told.tallies[program.pk].items():
        if tally.worst_pain is not None:
            yield PainTold(day, tally.worst_pain, rules[version_on(program.recent, day).pk])
    for day, key, pain in told.results[program.pk]:
        version = version_on(program.recent, day)
        item = items_of(version.document).get(key, {})
        yield PainTold(day, pain, rules[version.pk], item.get("stop_pain"))


def skips_of(program: Any, told: Told) -> Iterable[PainSkip]:
    for day, key in told.skips[program.pk]:
        item = items_of(version_on(program.recent, day).document).get(key, {})
        yield PainSkip(day, item.get("name", key))

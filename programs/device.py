"""What a client's own device keeps, to follow the programs without a network: one JSON document for one person.

{layout, person, made_at, day, time_zone, stopped, screened, programs: [{id, name, clinic: {name, phone, emergency:
[{name, number}]}, version, reason, rules, limits: {repeat, stop, severe}, items: {key: item of the version's document},
days: [{day, state, due: [{key, times, done, choice}]}]}], pictures: {digest: {alt, drawn_side, sides, still, moving}}}.

`stopped` says that a reported emergency sign is open: nothing is due then, whatever the days say; `screened` that the
questions before the first session are answered. `limits` are those of `programs.pain_zones`. The days are those of
the client's calendar, from today on, worked out here, so that a device needs no rules of its own; `done` counts what
the server knew when the copy was made. Of items with the same `choice` one is done. Addresses are paths; `sides` maps
right and left to the picture that moves, or to the still where nothing moves.
It holds neither names of people nor what they told, for a browser's storage is no safe.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from accounts.models import Episode, User
from exercises.models import FigureDrawing
from exercises.models.drawing import picture_url
from programs.document import items_of, rules_of
from programs.models import Program, Version
from programs.pain_zones import PainLimits
from programs.proposals.reading import usual_of
from programs.safety_reports import stop_report
from programs.safety_screen import unscreened
from programs.schedule import ONE_DAY, Day, due_on
from programs.today import counts, sessions_on, versions_for

LAYOUT = 1
DAYS_AHEAD = 28
DRAWN = ("digest", "drawn_side", "is_sided", "moves", "shown_step")


def copy_for(user: User) -> dict[str, Any]:
    """Everything to follow on the coming days; at most ten queries, and three for each episode."""
    today = user.today()
    programs = list(
        Program.objects.followed_by(user, today)
        .select_related("episode__clinic", "current")
        .prefetch_related("pauses")
        .order_by("created_at", "pk")
    )
    versions = versions_for(programs, today, {})
    sessions = sessions_on(programs, today)
    episodes = {program.episode_id: program.episode for program in programs}
    usual = {pk: usual_of(episode) for pk, episode in episodes.items()}
    copies = [
        copy_of(program, versions[program.pk], today, counts(sessions.get(program.pk, [])), usual[program.episode_id])
        for program in programs
    ]
    return {
        "layout": LAYOUT,
        "person": str(user.pk),
        "made_at": timezone.now().isoformat(),
        "day": today.isoformat(),
        "time_zone": user.time_zone,
        "stopped": stop_report(user) is not None,
        "screened": not unscreened(list(episodes.values())),
        "programs": copies,
        "pictures": pictures_of(item for copy in copies for item in copy["items"].values()),
    }


def copy_of(
    program: Program, version: Version, today: Day, done: Mapping[str, int], usual: int | None
) -> dict[str, Any]:
    current = program.current
    assert current is not None  # followed_by() has published programs only
    days = [today + number * ONE_DAY for number in range(DAYS_AHEAD)]
    # A version that begins tomorrow is followed from tomorrow on, also by who is offline then.
    documents = {day: (current if current.effective_on <= day else version).document for day in days}
    return {
        "id": str(program.pk),
        "name": program.name,
        "clinic": clinic_of(program.episode),
        "version": version.number,
        "reason": version.document["reason"],
        "rules": version.document.get("rules"),
        "limits": PainLimits.of(rules_of(version.document), usual).to_json(),
        "items": {**items_of(version.document), **items_of(documents[days[-1]])},
        "days": [day_of(program, documents[day], day, done if day == today else {}) for day in days],
    }


def clinic_of(episode: Episode) -> dict[str, Any] | None:
    """Whom to ring, in an emergency too."""
    clinic = episode.clinic
    if clinic is None:
        return None
    return {"name": clinic.name, "phone": clinic.phone, "emergency": [asdict(one) for one in clinic.emergency_contacts]}


def day_of(program: Program, document: Mapping[str, Any], day: Day, done: Mapping[str, int]) -> dict[str, Any]:
    plan = due_on(document, program.calendar, day, done)
    due = [
        {"key": each.item["key"], "times": each.times, "done": each.done, "choice": each.choice} for each in plan.items
    ]
    return {"day": day.isoformat(), "state": plan.state, "due": due}


def pictures_of(items: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By digest; one that is not drawn yet is left out."""
    shown = [one for item in items for one in (item, item.get("easier", {})) if "figure" in one]
    figures = {one["figure"]["digest"]: one["figure"] for one in shown}
    drawings = FigureDrawing.objects.only(*DRAWN).filter(digest__in=figures)
    return {drawing.digest: picture_of(drawing, figures[drawing.digest]) for drawing in drawings}


def picture_of(drawing: FigureDrawing, figure: Mapping[str, Any]) -> dict[str, Any]:
    def address(side: str) -> str:
        other = side if side != drawing.drawn_side else ""
        if drawing.moves:
            return picture_url(drawing.digest, side=other, repeat="always")
        return picture_url(drawing.digest, step=figure["step"], side=other)

    return {
        "alt": figure["alt"],
        "drawn_side": drawing.drawn_side,
        "sides": {side: address(side) for side in drawing.sides},
        "still": picture_url(drawing.digest, step=figure["step"]),
        "moving": address("") if drawing.moves else "",
    }

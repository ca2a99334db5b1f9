"""What a client's own device keeps, to follow the programs without a network: one JSON document for one person.

{layout, person, made_at, day, time_zone, stopped, programs: [{id, name, clinic: {name, phone}, version, reason, rules,
items: {key: item of the version's document}, days: [{day, state, due: [{key, times, done, choice}]}]}],
pictures: {digest: {alt, drawn_side, sides, still, moving}}}.

`stopped` says that a reported emergency sign is open: nothing is due then, whatever the days say. The days are those of
the client's calendar, from today on, worked out here, so that a device needs no rules of its own; `done` counts what
the server knew when the copy was made. Of items with the same `choice` one is done. Addresses are paths; `sides` maps
right and left to the picture that moves, or to the still where nothing moves.
It holds neither names of people nor what they told, for a browser's storage is no safe.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import User
from exercises.models import FigureDrawing
from exercises.models.drawing import picture_url
from programs.document import items_of
from programs.models import Program, Version
from programs.safety_reports import stop_report
from programs.schedule import ONE_DAY, Day, due_on
from programs.today import counts, sessions_on, versions_for

LAYOUT = 1
DAYS_AHEAD = 28
DRAWN = ("digest", "drawn_side", "is_sided", "moves", "shown_step")


def copy_for(user: User) -> dict[str, Any]:
    """Everything to follow on the coming days; at most nine queries."""
    today = user.today()
    programs = list(
        Program.objects.followed_by(user, today)
        .select_related("episode__clinic", "current")
        .prefetch_related("pauses")
        .order_by("created_at", "pk")
    )
    versions = versions_for(programs, today, {})
    sessions = sessions_on(programs, today)
    copies = [
        copy_of(program, versions[program.pk], today, counts(sessions.get(program.pk, []))) for program in programs
    ]
    return {
        "layout": LAYOUT,
        "person": str(user.pk),
        "made_at": timezone.now().isoformat(),
        "day": today.isoformat(),
        "time_zone": user.time_zone,
        "stopped": stop_report(user) is not None,
        "programs": copies,
        "pictures": pictures_of(item for copy in copies for item in copy["items"].values()),
    }


def copy_of(program: Program, version: Version, today: Day, done: Mapping[str, int]) -> dict[str, Any]:
    current = program.current
    assert current is not None  # followed_by() has published programs only
    clinic = program.episode.clinic
    days = [today + number * ONE_DAY for number in range(DAYS_AHEAD)]
    # A version that begins tomorrow is followed from tomorrow on, also by who is offline then.
    documents = {day: (current if current.effective_on <= day else version).document for day in days}
    return {
        "id": str(program.pk),
        "name": program.name,
        "clinic": {"name": clinic.name, "phone": clinic.phone} if clinic else None,
        "version": version.number,
        "reason": version.document["reason"],
        "rules": version.document.get("rules"),
        "items": {**items_of(version.document), **items_of(documents[days[-1]])},
        "days": [day_of(program, documents[day], day, done if day == today else {}) for day in days],
    }


def day_of(program: Program, document: Mapping[str, Any], day: Day, done: Mapping[str, int]) -> dict[str, Any]:
    plan = due_on(document, program.calendar, day, done)
    due = [
        {"key": each.item["key"], "times": each.times, "done": each.done, "choice": each.choice} for each in plan.items
    ]
    return {"day": day.isoformat(), "state": plan.state, "due": due}


def pictures_of(items: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By digest; one that is not drawn yet is left out."""
    figures = {item["figure"]["digest"]: item["figure"] for item in items if "figure" in item}
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

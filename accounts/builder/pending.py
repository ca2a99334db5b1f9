"""Lines of a plan that are no item yet: kept as they were typed, in their places between the items."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter, ValidationError

from accounts.builder.shapes import LinesError, Sent, SentLine
from accounts.plans import MAX_PHASES, Item, Phase, Plan
from exercises.dose import sentences

SHOWN = 60
"""Characters of a line by which a sentence names it."""

NearPair = Annotated[tuple[str, str], Field(strict=False)]


class Pending(Sent):
    """`after` is the key of the item before it in its phase, null at the beginning.

    `near` are the (slug, name) that the search found for its name, so that it is not searched for at each save.
    """

    phase: int = Field(ge=0, lt=MAX_PHASES)
    after: str | None = None
    line: SentLine
    near: Annotated[tuple[NearPair, ...], Field(strict=False)] = ()

    @property
    def words(self) -> str:
        """The line with what was typed beside it."""
        line = self.line
        return " · ".join(
            filter(None, (" ".join(line.text.split()), line.note, line.cue, line.when, line.despite, line.easier))
        )


LIST: TypeAdapter[list[Pending]] = TypeAdapter(Annotated[list[Pending], Field(strict=True)])


def read_pending(data: Any) -> list[Pending]:
    """What a routine or program keeps. Raises LinesError for data that is no such list."""
    try:
        return LIST.validate_python(data)
    except ValidationError as error:
        raise LinesError(*sentences(error)) from error


def to_json(pending: Iterable[Pending]) -> list[dict[str, Any]]:
    """Only what was said."""
    return [
        entry.model_dump(mode="json", exclude_defaults=True) | {"phase": entry.phase, "after": entry.after}
        for entry in pending
    ]


def among_items(phase: Phase, index: int, pending: Iterable[Pending]) -> list[Item | SentLine]:
    """The items of a phase with its pending lines in their places."""
    here = [entry for entry in pending if entry.phase == index]
    keys = {item.key for item in phase.items}
    rows: list[Item | SentLine] = [entry.line for entry in here if entry.after is None]
    for item in phase.items:
        rows.append(item)
        rows += [entry.line for entry in here if entry.after == item.key]
    return rows + [entry.line for entry in here if entry.after is not None and entry.after not in keys]


def moved(data: Any, before: Plan, after: Plan) -> list[dict[str, Any]]:
    """What a routine or program keeps, for a plan that was changed elsewhere than in the builder."""
    return to_json(settled(read_pending(data), before, after)) if data else []


def settled(pending: Sequence[Pending], before: Plan, after: Plan) -> list[Pending]:
    """The same lines in a plan that was changed elsewhere: behind the nearest item before them that is left."""
    places = {item.key: index for index, phase in enumerate(after.phases) for item in phase.items}
    in_order = sorted(pending, key=lambda entry: (entry.phase, len(ahead_of(entry, before))))
    return [settle(entry, before, after, places) for entry in in_order]


def ahead_of(entry: Pending, plan: Plan) -> list[str]:
    """The keys of the items before it in its phase."""
    keys = [item.key for item in plan.phases[entry.phase].items] if entry.phase < len(plan.phases) else []
    return keys[: keys.index(entry.after) + 1] if entry.after in keys else keys if entry.after else []


def settle(entry: Pending, before: Plan, after: Plan, places: dict[str, int]) -> Pending:
    anchor = next((key for key in reversed(ahead_of(entry, before)) if key in places), None)
    if anchor is not None:
        return entry.model_copy(update={"phase": places[anchor], "after": anchor})
    items = before.phases[entry.phase].items if entry.phase < len(before.phases) else ()
    phase = next((places[item.key] for item in items if item.key in places), entry.phase)
    if phase < len(after.phases) or not after.phases:
        return entry.model_copy(update={"phase": min(phase, max(0, len(after.phases) - 1)), "after": None})
    last = after.phases[-1].items
    return entry.model_copy(update={"phase": len(after.phases) - 1, "after": last[-1].key if last else None})


def named(line: SentLine) -> str:
    """The line as a sentence names it."""
    text = " ".join(line.text.split()) or " ".join(line.note.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def unfinished(pending: Sequence[Pending]) -> list[str]:
    """Why a plan with pending lines is not to be published: a sentence that names the first, or none."""
    if not pending:
        return []
    sentence = _("“%(line)s” is no exercise with a dose yet. Finish that line or remove it.")
    return [sentence % {"line": named(pending[0].line)}]

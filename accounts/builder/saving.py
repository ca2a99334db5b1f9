"""Reading what the page of the builder sent, keeping it, and answering with what was understood."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from accounts.builder.differences import differences
from accounts.builder.fitting import marks_for
from accounts.builder.pending import Pending, among_items
from accounts.builder.reading import Read, Reader, as_line, without_bullet
from accounts.builder.shapes import SentLine, SentPhase, SentPlan
from accounts.builder.state import Page, ReadPhase
from accounts.builder.workpiece import Workpiece, digest_of
from accounts.plan_edits import checked
from accounts.plan_lines import Names, Near, name_in
from accounts.plans import Item, Phase, Plan, new_key
from exercises.dose_errors import first_sentence
from exercises.models import Exercise

WEEKS = 4
"""Of a phase that had no end when another was put behind it, as in accounts.plan_edits."""
PARTS = ("name", "weeks", "days", "goal", "minutes", "effort", "pain_at_most")


class Outdated(Exception):
    """The plan was changed since the page last got it; nothing is kept. `answer` is the body for the page."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer["detail"])
        self.answer = answer


def state_of(piece: Workpiece) -> dict[str, Any]:
    """What is kept, as the page shows it."""
    return stored_page(piece).to_json()


def save_lines(*, piece: Workpiece, sent: SentPlan) -> dict[str, Any]:
    """Keep what was sent and give the state; call it in a transaction that holds the piece's row.

    A line that is no item is kept as it was typed. Raises Outdated when `sent` is not based on what is kept, Conflict
    when the plan may not be changed any more.
    """
    piece.require_open()
    lines = [line for phase in sent.phases for line in phase.lines]
    names = names_of(piece, (text for line in lines for text in (line.text, line.easier) if text))
    reads, errors = read_phases(piece, names, sent)
    plan, pending = taken_apart(piece, reads, sent)
    # Who sends the same again, because the answer got lost on the way, has lost nothing and is in nobody's way.
    if sent.base != piece.digest and digest_of(plan, pending) != piece.digest:
        raise Outdated(outdated(piece, names, plan, pending))
    if (plan, list(pending)) != (piece.plan, piece.pending):
        piece.keep(plan, pending)
    return page_of(piece, names, reads, errors).to_json()


def outdated(piece: Workpiece, names: Names, plan: Plan, pending: Sequence[Pending]) -> dict[str, Any]:
    return {
        "detail": _("This plan was changed in another window or by a colleague since. Nothing has been overwritten."),
        "theirs": state_of(piece),
        "difference": differences(piece.plan, piece.pending, plan, pending, names),
    }


def shelf() -> Any:
    """Exercises with all that a line and the budget show of them."""
    rows = Exercise.objects.with_pictures().prefetch_related("regions", "equipment")
    return rows.defer("feel", "purpose", "seed_dose", "evidence_basis")


def names_of(piece: Workpiece, texts: Iterable[str]) -> Names:
    names = Names(piece.slugs(), piece.usable_exercises(), shelf())
    names.look_up(map(without_bullet, texts))
    for entry in piece.pending:
        if entry.near:
            names.searched[name_in(without_bullet(entry.line.text))] = tuple(Near(*pair) for pair in entry.near)
    return names


def page_of(piece: Workpiece, names: Names, reads: Sequence[ReadPhase], errors: Sequence[str] = ()) -> Page:
    items = [read.item for phase in reads for read in phase.lines if read.item]
    slugs = {slug for item in items for slug in (item.exercise, item.easier) if slug}
    return Page(piece, names, reads, marks_for(piece.home, slugs, piece.usable_exercises()), errors)


def stored_page(piece: Workpiece) -> Page:
    names = names_of(piece, (entry.line.text for entry in piece.pending))
    sent = SentPlan(base=piece.digest, phases=tuple(stored_phases(piece, names)))
    reads, errors = read_phases(piece, names, sent)
    keys = {item.key for item in piece.plan.items()}
    return page_of(piece, names, [waiting(read, keys) for read in reads], errors)


def waiting(read: ReadPhase, keys: set[str]) -> ReadPhase:
    """Lines that could not be read when they were kept and can be now wait for the next save."""
    lines = tuple(unread(line) if line.item and line.item.key not in keys else line for line in read.lines)
    items = tuple(line.item for line in lines if line.item)
    return ReadPhase(read.sent, read.phase.model_copy(update={"items": items}), lines)


def unread(read: Read) -> Read:
    sentence = _("This line can be read now. Save once more to take it into the plan.")
    return Read(read.line, "wrong", errors=(sentence,))


def stored_phases(piece: Workpiece, names: Names) -> Iterator[SentPhase]:
    """An empty plan is shown with one phase to write into."""
    for index, phase in enumerate(piece.plan.phases or (Phase(),)):
        rows = among_items(phase, index, piece.pending)
        lines = tuple(as_line(row, names) if isinstance(row, Item) else row for row in rows)
        values = {name: getattr(phase, name) for name in PARTS}
        yield SentPhase(**{**values, "goal": phase.goal or ""}, lines=lines)


def read_phases(piece: Workpiece, names: Names, sent: SentPlan) -> tuple[list[ReadPhase], list[str]]:
    stored = {item.key: item for item in piece.plan.items()}
    reader = Reader(names, stored, {entry.line.key: entry.line for entry in piece.pending})
    keys, errors = set[str](), list[str]()
    found = []
    for index, phase in enumerate(sent.phases):
        lines = tuple(reader.read_phase([with_own_key(line, keys) for line in phase.lines]))
        before = piece.plan.phases[index] if index < len(piece.plan.phases) else Phase()
        phase, made, faults = read_parts(phase, before, is_last=index == len(sent.phases) - 1)
        errors += [_("Phase %(number)s: %(fault)s") % {"number": index + 1, "fault": fault} for fault in faults]
        items = tuple(read.item for read in lines if read.item)
        found.append(ReadPhase(phase, made.model_copy(update={"items": items}), lines))
    return found, errors


def with_own_key(line: SentLine, keys: set[str]) -> SentLine:
    """No two lines have the same key: the second is another one."""
    if line.key in keys:
        line = line.model_copy(update={"key": new_key()})
    keys.add(line.key)
    return line


def read_parts(sent: SentPhase, before: Phase, *, is_last: bool) -> tuple[SentPhase, Phase, list[str]]:
    """The phase as it is shown again, and without its items as it is kept, and what is wrong with it.

    A part that cannot be is shown as it was sent, and kept as it was before.
    """
    faults = []
    if sent.weeks is None and not is_last:
        sent = sent.model_copy(update={"weeks": before.weeks or WEEKS})
        faults.append(
            _("Only the last phase may go on without an end; this one has %(count)s weeks now.") % {"count": sent.weeks}
        )
    values = {name: getattr(sent, name) for name in PARTS}
    values["goal"] = before.goal if (before.goal or "") == sent.goal else sent.goal or None
    try:
        return sent, Phase(**values), faults
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            values[str(fault["loc"][0])] = getattr(before, str(fault["loc"][0]))
            faults.append(first_sentence(fault))
    return sent, Phase(**values), faults


def taken_apart(piece: Workpiece, reads: Sequence[ReadPhase], sent: SentPlan) -> tuple[Plan, list[Pending]]:
    """The plan, and the lines that are not in it with their places."""
    phases = [read.phase for read in reads]
    if not piece.plan.phases and phases == [Phase()]:
        phases = []  # the one that an empty plan is shown with
    plan = checked(phases, sent.rules or piece.plan.rules)
    return plan, list(left_over(reads))


def left_over(reads: Sequence[ReadPhase]) -> Iterator[Pending]:
    for index, phase in enumerate(reads):
        after = None
        for read in phase.lines:
            if read.item is not None:
                after = read.item.key
            elif read.status != "empty":
                near = read.near if read.status == "unknown" else ()
                yield Pending(phase=index, after=after, line=read.line, near=tuple((slug, name) for slug, name in near))

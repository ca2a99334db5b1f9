"""What the demonstration's therapists have written: plans in shorthand."""

from dataclasses import dataclass

from accounts.plans import Item, Phase, Plan
from exercises.shorthand import parse

Line = tuple[str, str, str]

STEADY: tuple[Line, ...] = (
    ("glute-bridge", "3x10 2s 5x/wk", "Slowly up, slowly down."),
    ("bird-dog-leg-only", "2x8 3s alt total 5x/wk", ""),
    ("knee-rolls", "1x10 e/s", ""),
    ("daily-walk", "15min 5x/wk", "Any pace at which you can talk."),
)
STEADY_ON: tuple[Line, ...] = (
    ("glute-bridge", "3x12 2s 5x/wk", "Slowly up, slowly down."),
    ("bird-dog", "2x8 5s e/s 5x/wk", "Keep a glass of water on your back in mind."),
    ("knee-rolls", "1x10 e/s", ""),
    ("daily-walk", "20min 5x/wk", "Any pace at which you can talk."),
)
DESK: tuple[Line, ...] = (
    ("chin-tuck", "1x10x5s", ""),
    ("scapular-setting", "1x10x5s", ""),
    ("movement-break", "60s every 30min 9-17", "Stand up when the kettle boils, too."),
)
DESK_ON: tuple[Line, ...] = (
    ("band-row", "2x12 red band 3x/wk", "Elbows past your ribs, no further."),
    ("band-pull-apart", "2x12 red band 3x/wk", ""),
    ("chin-tuck", "1x10x5s", ""),
    ("movement-break", "60s every 30min 9-17", ""),
)
STRONG: tuple[Line, ...] = (
    ("heel-slide", "2x10 alt total", ""),
    ("glute-bridge", "3x10 3s", ""),
    ("sit-to-stand", "2x10", "Without your hands if you can."),
    ("hip-hinge-dowel", "2x10", ""),
)
STRONG_ON: tuple[Line, ...] = (
    ("dead-bug-heel-tap", "3x10 alt total", ""),
    ("bird-dog", "3x6 8s alt total", ""),
    ("side-plank-knees", "3x15s e/s", ""),
    ("bodyweight-squat", "3x10", ""),
    ("band-row", "3x12 green band", ""),
)
NECK: tuple[Line, ...] = (
    ("deep-neck-flexor-nod", "1x8x5s 2x/day", "Small: as if you said yes."),
    ("neck-rotation", "1x8 2s e/s", ""),
    ("scapular-setting", "1x10x5s", ""),
)
NECK_ON: tuple[Line, ...] = (
    ("band-lateral-raise", "2min", "Stop when your shoulders creep up."),
    ("chin-tuck", "1x10x5s", ""),
    ("band-row", "2x12 red band 3x/wk", ""),
)
BALANCE: tuple[Line, ...] = (
    ("sit-to-stand", "2x8", ""),
    ("tandem-stance", "2x20s e/s", "A hand on the counter."),
    ("wall-push-up", "2x10", ""),
    ("seated-cat-cow", "1x8", ""),
)
BALANCE_ON: tuple[Line, ...] = (
    ("sit-to-stand", "3x10", ""),
    ("single-leg-stance", "3x10s e/s", "A hand on the counter."),
    ("glute-bridge", "2x10 3s", ""),
    ("wall-slide", "2x10", ""),
)
LOOSE: tuple[Line, ...] = (
    ("cat-cow", "1x10", ""),
    ("knee-to-chest", "2x20s e/s", ""),
    ("figure-four-seated", "2x30s e/s", ""),
    ("doorway-pec-stretch", "2x30s e/s", ""),
)
LOOSE_ON: tuple[Line, ...] = (
    ("childs-pose", "2x30s", ""),
    ("open-book", "1x8 3s e/s", ""),
    ("half-kneeling-hip-flexor-stretch", "2x30s e/s", ""),
    ("hamstring-strap-stretch", "2x30s e/s", ""),
)


@dataclass(frozen=True)
class Treatment:
    """What a client was given first, and what later and why; `days` are weekdays, Monday 1."""

    name: str
    first: tuple[Line, ...]
    later: tuple[Line, ...]
    reason: str
    days: tuple[int, ...]


EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
TREATMENTS = {
    "back": Treatment(
        "Back at ease", STEADY, STEADY_ON, "Your back has settled, so we add a little.", (1, 2, 3, 4, 5, 6, 7)
    ),
    "desk": Treatment("Desk day", DESK, DESK_ON, "Now some strength for your shoulders.", (1, 2, 3, 4, 5)),
    "strong": Treatment("Graded strength", STRONG, STRONG_ON, "You are ready for more load.", (1, 3, 5)),
    "neck": Treatment("Neck and screen", NECK, NECK_ON, "Less often, and a little stronger.", (1, 2, 3, 4, 5)),
    "balance": Treatment(
        "Strong and steady", BALANCE, BALANCE_ON, "You stand well on both legs, so on to one.", (1, 3, 5)
    ),
    "loose": Treatment("Easy to bend", LOOSE, LOOSE_ON, "The same aim with other positions.", (1, 2, 4, 5)),
}


def read_plan(lines: tuple[Line, ...], days: tuple[int, ...] = EVERY_DAY, weeks: int | None = None) -> Plan:
    items = []
    for number, (slug, shorthand, note) in enumerate(lines):
        dose = parse(shorthand).dose
        assert dose is not None
        # The same key for the same exercise, so that a later version tells what it changed.
        items.append(Item(key=f"demo-{slug}"[:40], exercise=slug, dose=dose, note=note, short=number < 2 or None))
    return Plan(phases=(Phase(items=tuple(items), days=days, weeks=weeks),))

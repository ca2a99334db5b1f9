"""Plans as hypothesis draws them: every one is valid."""

from hypothesis import strategies as st

from accounts.plans import ISO_WEEKDAYS, MAX_WEEKS, Item, Phase, Plan
from exercises.dose import Dose
from tests.factories import read_dose

DOSES = [read_dose(text) for text in ("3x10", "2x30s e/s", "3x8x5s e/s", "10 min", "3x12 @ 4 kg 3x/wk")]
SLUGS = ["glute-bridge", "bird-dog", "cat-cow", "chin-tuck"]
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
doses: st.SearchStrategy[Dose] = st.sampled_from(DOSES)
weeks = st.integers(1, MAX_WEEKS)
days = st.sets(st.sampled_from(ISO_WEEKDAYS), min_size=1).map(lambda found: tuple(sorted(found)))


@st.composite
def plans(draw: st.DrawFn, *, least: int = 0) -> Plan:
    """Up to four phases, at least `least`, with up to four items each."""
    count = draw(st.integers(least, 4))
    return Plan(phases=tuple(draw(phases(number, last=number == count - 1)) for number in range(count)))


@st.composite
def phases(draw: st.DrawFn, number: int, *, last: bool) -> Phase:
    length = draw(weeks | st.none()) if last else draw(weeks)
    keys = [f"key-{number}-{place}" for place in range(draw(st.integers(0, 4)))]
    return Phase(name=draw(texts), weeks=length, days=draw(days), items=tuple(draw(items(key)) for key in keys))


@st.composite
def items(draw: st.DrawFn, key: str) -> Item:
    return Item(key=key, exercise=draw(st.sampled_from(SLUGS)), dose=draw(doses), note=draw(texts), cue=draw(texts))

"""Every dose there can be, as a hypothesis strategy."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from exercises.dose import BAND_COLOURS, Dose

# No deadline: how busy the machine is says nothing about the code.
often = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
sometimes = settings(often, max_examples=200)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def counts(draw: st.DrawFn) -> dict[str, Any]:
    """Sets and repetitions: none, fixed, ranges, or a number for each set."""
    if draw(st.integers(0, 4)) == 0:
        listed = draw(st.lists(st.integers(1, 500), min_size=2, max_size=20))
        return {"sets": len(listed), "reps_per_set": listed}
    fields: dict[str, Any] = {}
    for name, most in (("sets", 20), ("reps", 500)):
        low = draw(maybe(st.integers(1, 5) | st.integers(1, most)))
        fields[name] = low
        if low is not None and low < most:
            fields[f"{name}_max"] = draw(maybe(st.integers(low + 1, most)))
    return fields


@st.composite
def frequencies(draw: st.DrawFn) -> dict[str, Any]:
    fields: dict[str, Any] = {"days_per_week": draw(maybe(st.integers(1, 7)))}
    pace, most = draw(st.sampled_from([("times_per_day", 48), ("every_hours", 12), ("every_minutes", 240)]))
    fields[pace] = draw(maybe(st.integers(5 if pace == "every_minutes" else 1, most)))
    if draw(st.booleans()):
        fields["from_hour"] = draw(st.integers(0, 23))
        fields["until_hour"] = draw(st.integers(fields["from_hour"] + 1, 24))
    if all(value is None for value in fields.values()):
        fields["days_per_week"] = 3
    return fields


loads = st.builds(lambda colour: {"band": colour}, st.sampled_from(BAND_COLOURS)) | st.builds(
    lambda hundredths, unit: {"value": hundredths / 100, "unit": unit},
    st.integers(1, 50_000),
    st.sampled_from(["kg", "lb"]),
)
seconds = st.integers(0, 20)
tempos = st.one_of(
    st.fixed_dictionaries({"eccentric": seconds, "pause": seconds, "concentric": seconds}),
    st.fixed_dictionaries({"eccentric": seconds, "pause_bottom": seconds, "concentric": seconds, "pause_top": seconds}),
).filter(lambda tempo: any(tempo.values()))


@st.composite
def dose_documents(draw: st.DrawFn) -> dict[str, Any]:
    fields = draw(counts())
    for name, strategy in (
        ("hold_seconds", st.integers(1, 600)),
        ("duration_seconds", st.integers(1, 14_400) | st.integers(1, 240).map(lambda minutes: 60 * minutes)),
        ("rest_seconds", st.integers(0, 1_800)),
        ("side", st.sampled_from(["each", "alternating", "bilateral", "left", "right"])),
        ("load", loads),
        ("effort", st.integers(0, 20).map(lambda halves: halves / 2)),
        ("reps_in_reserve", st.integers(0, 10)),
        ("tempo", tempos),
        ("until", st.sampled_from(["fatigue", "comfort", "as-needed", "as-many-as-possible"])),
        ("role", st.sampled_from(["warm-up", "cool-down"])),
        ("frequency", frequencies()),
    ):
        fields[name] = draw(maybe(strategy))
    if fields.get("reps") is not None and draw(st.booleans()):
        fields["progression"] = draw(progressions(fields["reps_max"] if fields.get("reps_max") else fields["reps"]))
    if all(value is None for value in fields.values()):
        fields["until"] = "as-needed"
    return fields


@st.composite
def progressions(draw: st.DrawFn, reps: int) -> dict[str, Any]:
    to_reps = draw(st.integers(1, 500).filter(lambda goal: goal != reps))
    return {"to_reps": to_reps, "to_sets": draw(maybe(st.integers(1, 20))), "weeks": draw(st.integers(1, 52))}


doses = dose_documents().map(Dose.from_json)

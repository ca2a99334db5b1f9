"""Whatever is sent to the client's page, the measures and the paper sheet, nothing falls over."""

import pytest

from programs.models import Measure
from tests.cast import Cast
from tests.hostile import mostly_hostile
from tests.programs.pages import browser_of

VALUES = ["NaN", "9" * 5000, "\u0663", "-1", "1e999", "-1e-999", "\u00b2", "a" * 20_000, "\u202e", "[]", "0001-01-01"]
VALUES += ["20270301", "2026-W01-1", "9999-12-31", "2026-02-30", "1,5", "=1+1"]


@pytest.mark.parametrize("value", mostly_hostile(VALUES, always=3))
def test_nonsense_is_asked_back_or_left_alone(cast: Cast, value: str) -> None:
    browser = browser_of(cast.therapist)
    page, paper = f"/episodes/{cast.episode.pk}/", f"/programs/{cast.program.pk}/paper/"
    measure = {"name": "Hip flexion", "value": "95", "day": cast.episode.local_day().isoformat()}
    for name in ("weeks", "until", "page"):
        assert browser.get(page, {name: value}).status_code == 200
    assert browser.get(paper, {"first": value}).status_code in (200, 400)
    for name in ("name", "value", "side", "unit", "day", "note"):
        assert browser.post(f"{page}measures/", {**measure, name: value}).status_code in (302, 400)
    for name in ("first", "pain-0", "morning-3", f"tick-0-{value[:50]}", "note"):
        assert browser.post(paper, {name: value}).status_code == 400
    for kept in Measure.objects.all():
        assert browser.get(f"/measures/{kept.pk}/edit/").status_code == 200

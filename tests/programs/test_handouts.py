"""The program on paper: what stands on the sheet, how it is tagged, and who gets how many."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import segno
from django.core.cache import cache

from accounts.plans import Phase, Plan
from exercises.models import Caution, Exercise, PrecautionTag
from programs.models import Program
from programs.publishing import publish
from programs.sharing import handout_token
from tests.cast import Cast
from tests.exercises.figures_by_hand import make_drawing
from tests.factories import make_exercise, make_media, make_plan, make_program, make_published
from tests.programs.pages import browser_of
from tests.programs.pdfs import Paper
from tests.programs.printed_codes import printed_code

A4, LETTER = (595, 842), (612, 792)


@pytest.fixture(autouse=True)
def nobody_has_printed_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sheet(user: Any, program: Program, query: str = "") -> Paper:
    response = browser_of(user).get(f"/programs/{program.pk}/handout.pdf{query}")
    assert response.status_code == 200, response.content[:300]
    return Paper(response.content)


def rewritten(program: Program, by: Any, plan: Plan) -> None:
    program.save_plan(plan)
    publish(program=program, by=by, reason="Next step", over=program.current.number if program.current else 0)
    program.refresh_from_db()


def noted(plan: Plan, **words: Any) -> Plan:
    phase = plan.phases[0]
    first = phase.items[0].model_copy(update=words)
    return Plan(phases=(phase.model_copy(update={"items": (first, *phase.items[1:])}),))


def test_a_client_prints_one_sheet_with_all_that_is_needed(cast: Cast) -> None:
    plan = noted(make_plan(("glute-bridge", "3x10 5x/wk"), ("bird-dog", "3x8x5s e/s")), note="Slowly down.", short=True)
    rewritten(cast.program, cast.therapist, plan)
    cast.clinic.phone = "020 7946 0000"
    cast.clinic.save()
    paper = sheet(cast.client, cast.program)
    assert len(paper.file.pages) == 1
    assert paper.size == A4
    assert len(paper.content) < 400_000
    for words in (
        "Back basics", "Northside", "020 7946 0000", "Glute bridge", "3 sets of 10, 5 days a week", "Slowly down.",
        "Lie on your back.", "Stop if it hurts sharply.", "Also on a bad day", "Two weeks to tick off", "14",
        "Worst pain, 0 to 10", "Pain the next morning, 0 to 10", "0 to 3: go on.", "6 or more: stop that exercise.",
        "Get help at once", "Stop, and ask the same day", "Version 2",
    ):  # fmt: skip
        assert words in paper.text, words
    assert cast.client.name not in paper.text


def test_a_sheet_can_be_heard(cast: Cast) -> None:
    make_drawing(Exercise.objects.get(slug="glute-bridge"))
    rewritten(cast.program, cast.therapist, make_plan(("glute-bridge", "3x12"), ("bird-dog", "3x8")))
    paper = sheet(cast.client, cast.program)
    assert paper.root["/MarkInfo"]["/Marked"] is True or paper.root["/MarkInfo"]["/Marked"].value is True
    assert str(paper.root["/Lang"]).lower().startswith("en")
    assert paper.file.metadata is not None
    assert paper.file.metadata.title == "Back basics"
    assert paper.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in paper.content
    figures = [alt for kind, alt in paper.tags() if kind == "/Figure"]
    assert any("QR code" in alt for alt in figures)
    assert any("Lie on your back with your knees bent." in alt for alt in figures)
    assert all(figures)
    kinds = paper.kinds()
    assert "/Table" in kinds
    assert kinds.count("/TH") == 15
    headings = [int(kind[2]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_a_sheet_has_start_and_end_of_the_drawing_that_was_published(cast: Cast) -> None:
    exercise = Exercise.objects.get(slug="glute-bridge")
    make_drawing(exercise)
    rewritten(cast.program, cast.therapist, make_plan(("glute-bridge", "3x12")))
    alts = [alt for kind, alt in sheet(cast.client, cast.program).tags() if kind == "/Figure"]
    assert [alt.partition(":")[0] for alt in alts[1:]] == ["Start", "End"]


def test_a_sheet_shows_a_photograph_where_nothing_is_drawn(cast: Cast, settings: Any) -> None:
    import io

    from django.core.files.base import ContentFile
    from PIL import Image

    exercise = Exercise.objects.get(slug="bird-dog")
    media = make_media(exercise)
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "grey").save(picture, "WEBP")
    media.poster.save("media/photo.webp", ContentFile(picture.getvalue()))
    alts = [alt for kind, alt in sheet(cast.client, cast.program).tags() if kind == "/Figure"]
    assert "Lift and lower." in alts


def test_a_sheet_keeps_the_words_that_were_published(cast: Cast) -> None:
    exercise = Exercise.objects.get(slug="glute-bridge")
    exercise.name = "Renamed"
    exercise.save()
    exercise.steps.update(text="Altered since.")
    text = sheet(cast.client, cast.program).text
    assert "Glute bridge" in text
    assert "Renamed" not in text
    assert "Altered since." not in text


def test_a_sheet_is_for_the_phase_that_runs_and_says_the_next_in_words(cast: Cast) -> None:
    first = make_plan(("glute-bridge", "3x10")).phases[0].model_copy(update={"name": "Settle", "weeks": 2})
    then = make_plan(("bird-dog", "3x8")).phases[0].model_copy(update={"name": "Load", "weeks": 3})
    rewritten(cast.program, cast.therapist, Plan(phases=(first, then)))
    text = sheet(cast.client, cast.program).text
    assert "Phase 1 of 2: Settle" in text
    assert "After that: Load (1 exercise, every day, for 3 weeks)" in text
    assert "1. Glute bridge" in text
    assert "Bird dog" not in text


def test_a_phase_without_a_name_and_a_choice_are_said_too(cast: Cast) -> None:
    phase = make_plan(("glute-bridge", "3x10 3x/day"), ("bird-dog", "3x8")).phases[0]
    items = tuple(
        item.model_copy(update={"choose": "a", "when": when})
        for item, when in zip(phase.items, ("bending eases it", "arching eases it"), strict=True)
    )
    rewritten(
        cast.program,
        cast.therapist,
        Plan(
            phases=(
                Phase(items=items, weeks=1),
                Phase(items=phase.items[:0] + make_plan(("bird-dog", "1x5")).phases[0].items),
            )
        ),
    )
    text = sheet(cast.client, cast.program).text
    assert "Choose one of these" in text
    assert "If bending eases it" in text
    assert "Phase 1 of 2, for 1 week." in text
    assert "phase 2 (1 exercise" in text


def test_what_a_client_must_mind_is_among_the_first(cast: Cast) -> None:
    exercise = Exercise.objects.get(slug="glute-bridge")
    tags = [PrecautionTag.objects.create(slug=slug, name=slug) for slug in ("wrist", "bp", "pregnancy")]
    for number, tag in enumerate(tags, 2):
        Caution.objects.create(exercise=exercise, position=number, tag=tag, text=f"Mind the {tag.slug}.")
    cast.episode.home = {"precautions": ["pregnancy"]}
    cast.episode.save()
    plan = noted(make_plan(("glute-bridge", "3x12")), despite="Short sets only.")
    rewritten(cast.program, cast.therapist, plan)
    text = sheet(cast.client, cast.program).text
    assert text.index("Mind the pregnancy.") < text.index("Stop if it hurts sharply.")


def test_paper_is_chosen_or_what_is_usual_at_the_clinic(cast: Cast) -> None:
    assert sheet(cast.therapist, cast.program, "?paper=letter").size == LETTER
    cast.clinic.time_zone = "America/Chicago"
    cast.clinic.save()
    assert sheet(cast.therapist, cast.program).size == LETTER
    assert sheet(cast.therapist, cast.program, "?paper=a4").size == A4


@pytest.mark.parametrize("paper", ["a5", "A4", "letter letter", "%00", "%F0%9F%99%82"])
def test_other_paper_is_refused_with_a_sentence(cast: Cast, paper: str) -> None:
    response = browser_of(cast.client).get(f"/programs/{cast.program.pk}/handout.pdf?paper={paper}")
    assert response.status_code == 400


def test_the_file_names_nobody_and_is_kept_by_no_cache(cast: Cast) -> None:
    cast.program.change(name="For Chris Client")
    response = browser_of(cast.therapist).get(f"/programs/{cast.program.pk}/handout.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="handout.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_a_draft_is_not_printed(cast: Cast) -> None:
    draft = make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")), name="Soon")
    response = browser_of(cast.therapist).get(f"/programs/{draft.pk}/handout.pdf")
    assert response.status_code == 409
    assert "not been published" in response.content.decode()


def test_a_person_prints_twenty_sheets_an_hour_and_refusals_are_not_counted(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"handout-of-a-person": "2/h/user", "handout": "0/h/ip"}
    client, url = browser_of(cast.client), f"/programs/{cast.program.pk}/handout.pdf"
    assert client.get(f"{url}?paper=no").status_code == 400
    assert [client.get(url).status_code for _time in range(3)] == [200, 200, 429]
    assert browser_of(cast.therapist).get(url).status_code == 200


def test_what_people_type_is_printed_and_never_understood(cast: Cast) -> None:
    nasty = '#panic("x") *b* $x$ <a> [c] // d \\ "e" #let f = 1'
    plan = noted(make_plan(("glute-bridge", "3x10")), note=nasty, cue="#image(none)")
    rewritten(cast.program, cast.therapist, plan)
    cast.program.change(name="#set page(width: 1pt)")
    publish_again(cast)
    text = sheet(cast.client, cast.program).text
    assert nasty in text
    assert "#image(none)" in text
    assert "#set page(width: 1pt)" in text


def publish_again(cast: Cast) -> None:
    plan = cast.program.read_draft()
    rewritten(cast.program, cast.therapist, noted(plan, cue="#image(none) "))


@pytest.mark.parametrize(
    "name", ["背部练习", "تمارين الظهر", "👩‍⚕️🙂", "\u202eabc\u0301\u200d", "a" * 120, "\uffff\ufdd0"]
)
def test_no_letter_keeps_a_sheet_from_being_printed(cast: Cast, name: str) -> None:
    plan = noted(make_plan(("glute-bridge", "3x10")), note=name * 4)
    program = make_published(episode=cast.episode, by=cast.therapist, plan=plan, name=name)
    paper = sheet(cast.client, program)
    assert "Glute bridge" in paper.text
    assert "/Table" in paper.kinds()


def test_thirty_exercises_flow_over_pages(cast: Cast) -> None:
    names = [make_exercise(f"Exercise {number}").slug for number in range(29)]
    plan = make_plan(("glute-bridge", "3x10"), *((slug, "3x10") for slug in names))
    program = make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Long")
    paper = sheet(cast.client, program)
    assert 1 < len(paper.file.pages) < 6
    assert "30. Exercise 28" in paper.text
    assert len(paper.content) < 400_000


def six_drawn(cast: Cast, name: str = "Exercise") -> Program:
    slugs = []
    for number in range(6):
        exercise = make_exercise(f"{name} {number}")
        exercise.steps.update(text="Lift your hips until shoulders, hips and knees make one line.")
        make_drawing(exercise, slug=exercise.slug)
        slugs.append(exercise.slug)
    plan = make_plan(*((slug, "3x8 5s e/s 5x/wk 3x/day") for slug in slugs))
    return make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Six")


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["Exercise", "Supported single-leg deadlift with a long low pause"])
def test_a_client_of_80_can_read_six_exercises_on_two_pages(cast: Cast, paper: str, name: str) -> None:
    """No letter is under 10 points, the footer and the numbers of the days included."""
    found = sheet(cast.client, six_drawn(cast, name), f"?paper={paper}")
    assert found.smallest_letters() >= 10 - 0.01
    assert len(found.file.pages) == 2
    assert "Page 2 / 2" in found.text
    assert len(found.content) < 400_000


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_few_exercises_keep_to_one_page_in_letters_that_can_be_read(cast: Cast, paper: str) -> None:
    plan = make_plan(("glute-bridge", "3x10 2x/day"), ("bird-dog", "3x8x5s e/s"))
    rewritten(cast.program, cast.therapist, noted(plan, note="Slowly down.", short=True))
    found = sheet(cast.client, cast.program, f"?paper={paper}")
    assert len(found.file.pages) == 1
    assert found.smallest_letters() >= 10 - 0.01


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_code_as_it_is_drawn_is_that_of_its_address(cast: Cast, settings: Any, paper: str) -> None:
    """Square for square what segno makes of the address, and of no other: the picture that is printed is the code.
    That segno keeps to ISO 18004, and that a camera reads it from this paper, is taken on trust.
    """
    found = sheet(cast.client, cast.program, f"?paper={paper}")
    token = handout_token(program=cast.program, by=cast.client)
    drawn = printed_code(found.file)
    assert drawn == squares_of(f"{settings.SITE_URL}/p/{token}/")
    assert drawn != squares_of(f"{settings.SITE_URL}/p/{token[:-1]}_/")


def squares_of(address: str) -> list[list[bool]]:
    return [[bool(dark) for dark in row] for row in segno.make(address, error="m", micro=False).matrix]

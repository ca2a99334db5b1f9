"""What a therapist sees of a client's home while looking through catalogue, templates and plans."""

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Routine
from accounts.plan_exercises import without_reasons
from exercises.models import Equipment, Exercise
from programs.models import Program, Version
from tests.cast import Cast
from tests.factories import make_exercise, make_own_exercise, make_plan, make_published, make_routine
from tests.plan_page import press, text_of

FLOOR = "Done on the floor, and getting down there and up again is not possible."


@pytest.fixture
def ladder(cast: Cast) -> None:
    """Glute bridge and, harder, single-leg bridge lie on the floor; what is easier than both is not."""
    standing = make_exercise("Standing squeeze", position="standing", dose="2x15")
    bridge = Exercise.objects.get(slug="glute-bridge")
    standing.harder.add(bridge)
    bridge.harder.add(make_exercise("Single-leg bridge", position="supine"))
    cast.episode.change(home={"floor": False})


def place(cast: Cast, url: str) -> str:
    return f"{url}?for={cast.episode.pk}"


@pytest.fixture
def tess(client: Client, cast: Cast, ladder: None) -> Client:
    client.force_login(cast.therapist)
    return client


def test_search_results_are_marked_with_the_reason_and_what_fits(tess: Client, cast: Cast) -> None:
    page = text_of(tess.get(place(cast, "/exercises/") + "&q=bridge"))
    assert page.count(FLOOR) == 2
    assert f'Easier, and fits: <a href="{place(cast, "/exercises/standing-squeeze/")}">' in page
    assert cast.episode.client_name in page
    assert FLOOR not in text_of(tess.get("/exercises/?q=bridge"))


def test_search_goes_on_for_the_same_client(tess: Client, cast: Cast) -> None:
    page = text_of(tess.get(place(cast, "/exercises/")))
    assert f'<input type="hidden" name="for" value="{cast.episode.pk}">' in page
    assert f'hx-get="{place(cast, "/exercises/")}"' in page
    partly = tess.get(place(cast, "/exercises/") + "&q=bridge", headers={"HX-Request": "true"})
    assert FLOOR in text_of(partly)
    assert str(cast.episode.pk) in partly["HX-Push-Url"]


def test_an_exercises_page_marks_it_and_its_neighbours(tess: Client, cast: Cast) -> None:
    page = text_of(tess.get(place(cast, "/exercises/glute-bridge/")))
    assert page.count(FLOOR) == 2
    assert place(cast, "/exercises/standing-squeeze/") in page
    fitting = text_of(tess.get(place(cast, "/exercises/standing-squeeze/")))
    assert fitting.count(FLOOR) == 1


def test_templates_say_how_much_of_them_does_not_fit(tess: Client, cast: Cast) -> None:
    plan = make_plan(("glute-bridge", "3x10"), ("standing-squeeze", "2x15"))
    routine = make_routine(owner=cast.editor, plan=plan, name="Hips", visibility=Routine.Visibility.TEMPLATE)
    page = text_of(tess.get(place(cast, "/templates/")))
    assert "1 of 2 exercises does not fit" in page
    assert place(cast, routine.template_url) in page
    assert text_of(tess.get(place(cast, routine.template_url))).count(FLOOR) == 1
    assert tess.get(place(cast, routine.get_absolute_url()))["Location"] == place(cast, routine.template_url)


def test_own_routines_are_marked_and_stay_with_the_client_when_saved(tess: Client, cast: Cast) -> None:
    routine = make_routine(owner=cast.therapist, plan=make_plan(("glute-bridge", "3x10")), name="Mine")
    page = text_of(tess.get(place(cast, routine.get_absolute_url())))
    assert page.count(FLOOR) == 1
    assert "Why you give it all the same" not in page
    saved = tess.post(place(cast, f"{routine.get_absolute_url()}plan/"), {"action": "save"})
    assert saved["Location"].startswith(place(cast, routine.get_absolute_url()))


def test_colleagues_routines_are_marked(tess: Client, cast: Cast) -> None:
    shared = {"visibility": Routine.Visibility.CLINIC, "clinic": cast.clinic}
    routine = make_routine(owner=cast.colleague, plan=make_plan(("glute-bridge", "3x10")), name="Ours", **shared)
    assert text_of(tess.get(place(cast, routine.get_absolute_url()))).count(FLOOR) == 1


def test_nothing_is_marked_before_anybody_has_asked(tess: Client, cast: Cast) -> None:
    cast.episode.change(home={})
    page = text_of(tess.get(place(cast, "/exercises/")))
    assert "nothing is marked until home and precautions are asked" in page
    assert "Does not fit" not in page


STRANGERS = ["client", "colleague", "former", "stranger", "manager", "admin", "editor", "deactivated", None]


@pytest.mark.parametrize("who", STRANGERS)
def test_to_others_no_page_tells_that_there_is_such_a_client(
    client: Client, cast: Cast, ladder: None, who: str | None
) -> None:
    if who:
        client.force_login(getattr(cast, who))
    make_routine(
        owner=cast.editor, plan=make_plan(("glute-bridge", "3x10")), name="T", visibility=Routine.Visibility.TEMPLATE
    )
    template = Routine.objects.templates().get().template_url
    cast.episode.change(client_name="Quite Unknown")
    for url in ("/exercises/", "/exercises/glute-bridge/", "/templates/", template):
        real, none = client.get(place(cast, url)), client.get(f"{url}?for={uuid.uuid4()}")
        assert (real.status_code, none.status_code) == (404, 404)
        assert "Quite Unknown" not in real.content.decode()


@pytest.mark.parametrize("key", ["x", "%00", "1" * 5000, "[]", "00000000-0000-0000-0000-000000000000", "{", "%F0%9F"])
def test_what_is_no_client_is_a_404(tess: Client, key: str) -> None:
    assert tess.get(f"/exercises/?for={key}").status_code in (400, 404)


def test_a_page_without_a_key_is_for_nobody(tess: Client) -> None:
    assert tess.get("/exercises/?for=").status_code == 200


def test_marks_cost_five_queries_however_many_exercises(
    tess: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_exercise(f"Roll {number}")
    with django_assert_max_num_queries(7 + 18):
        tess.get(place(cast, "/exercises/"))


def test_another_clinics_exercise_is_never_offered(tess: Client, cast: Cast) -> None:
    own = make_own_exercise(clinic=cast.other_clinic, by=cast.stranger)
    own.harder.add(Exercise.objects.get(slug="glute-bridge"))
    Exercise.objects.get(slug="standing-squeeze").harder.clear()
    assert own.slug not in text_of(tess.get(place(cast, "/exercises/glute-bridge/")))


@pytest.fixture
def program(cast: Cast, ladder: None) -> Program:
    """Published before anybody knew of the client's home."""
    home = cast.episode.home
    cast.episode.change(home={})
    program = make_published(
        episode=cast.episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10"), ("standing-squeeze", "2x15"))
    )
    cast.episode.change(home=home)
    return Program.objects.select_related("episode").get(pk=program.pk)


def test_program_lines_are_marked_and_the_reason_is_kept(tess: Client, program: Program) -> None:
    url = program.get_absolute_url()
    page = text_of(tess.get(url))
    assert page.count(FLOOR) == 2  # in the form and, for the builder, in the state of the plan
    assert "Take Standing squeeze, easier" in page
    item = next(program.read_draft().items())
    press(tess, url, **{f"{item.key}__despite": "Does it on the bed"})
    program.refresh_from_db()
    kept = next(program.read_draft().items())
    assert (kept.despite, kept.dose) == ("Does it on the bed", item.dose)
    assert "Does it on the bed" in text_of(tess.get(url))
    press(tess, url)
    program.refresh_from_db()
    assert next(program.read_draft().items()).despite == "Does it on the bed"


def test_reason_stays_where_the_form_does_not_ask_for_it(tess: Client, program: Program) -> None:
    key = next(program.read_draft().items()).key
    press(tess, program.get_absolute_url(), **{f"{key}__despite": "On the bed"})
    program.episode.change(home={})
    press(tess, program.get_absolute_url(), **{f"{key}__note": "Slowly"})
    program.refresh_from_db()
    item = next(program.read_draft().items())
    assert (item.note, item.despite) == ("Slowly", "On the bed")


def test_a_reason_too_long_is_refused_and_still_there(tess: Client, program: Program) -> None:
    key = next(program.read_draft().items()).key
    page = press(tess, program.get_absolute_url(), **{f"{key}__despite": "x" * 301})
    assert page.status_code == 400
    assert "x" * 301 in page.content.decode()


def test_neighbour_is_taken_with_one_press(tess: Client, program: Program) -> None:
    first, second = program.read_draft().items()
    answer = press(
        tess, program.get_absolute_url(), f"swap:{first.key}:standing-squeeze", **{f"{first.key}__note": "Go"}
    )
    program.refresh_from_db()
    new, same = program.read_draft().items()
    assert answer["Location"].endswith(f"#up-{new.key}")
    assert (new.exercise, new.note, new.dose.reps, new.key != first.key) == ("standing-squeeze", "Go", 15, True)
    assert same == second


@pytest.mark.parametrize(
    "target", ["", "nokey", "nokey:standing-squeeze", "{key}", "{key}:", "{key}:no-such", "::", "{key}:a:b"]
)
def test_a_swap_that_cannot_be_is_refused_in_one_sentence(tess: Client, program: Program, target: str) -> None:
    key = next(program.read_draft().items()).key
    page = press(tess, program.get_absolute_url(), f"swap:{target.replace('{key}', key)}")
    assert page.status_code == 400
    assert len(page.context["editor"].refusals) == 1
    program.refresh_from_db()
    assert not program.has_changes


def test_client_never_learns_the_reason(client: Client, cast: Cast, program: Program) -> None:
    items = [item.model_copy(update={"despite": "Frail today"}) for item in program.read_draft().items()]
    plan = program.read_draft()
    phase = plan.phases[0].model_copy(update={"items": tuple(items)})
    program.save_plan(plan.model_copy(update={"phases": (phase,)}))
    client.force_login(cast.therapist)
    client.post(f"{program.get_absolute_url()}publish/", {"reason": "Go on"})
    version = Version.objects.get(program=program, number=2)
    assert "Frail today" not in str(version.document)
    assert "despite" not in str(version.document)
    client.force_login(cast.client)
    api = APIClient()
    api.force_login(cast.client)
    for url in (program.get_absolute_url(), "/today/", f"{program.get_absolute_url()}versions/2/"):
        assert "Frail today" not in client.get(url).content.decode()
    for url in (f"/api/v1/programs/{program.pk}/", f"/api/v1/programs/{program.pk}/versions/2/", "/api/v1/today/"):
        assert "Frail today" not in api.get(url).content.decode()


def test_a_routine_holds_no_reason_that_was_said_of_a_client(tess: Client, cast: Cast) -> None:
    plan = make_plan(("glute-bridge", "3x10"))
    item = plan.phases[0].items[0].model_copy(update={"despite": "Frail"})
    said = plan.model_copy(update={"phases": (plan.phases[0].model_copy(update={"items": (item,)}),)})
    routine = Routine.begin(owner=cast.therapist, name="Copy", plan=said)
    assert routine.read_plan() == without_reasons(said) == plan
    routine.save_plan(said)
    routine.refresh_from_db()
    assert "Frail" not in str(routine.plan)


def test_equipment_that_is_missing_is_named(tess: Client, cast: Cast) -> None:
    band = Equipment.objects.create(slug="loop-band", name="Loop band")
    make_exercise("Side step", position="standing").equipment.add(band)
    cast.episode.change(home={"equipment": []})
    assert "Not at hand: Loop band." in text_of(tess.get(place(cast, "/exercises/side-step/")))


def test_names_of_clients_are_escaped(tess: Client, cast: Cast) -> None:
    cast.episode.change(client_name="<b>Chris</b>")
    page: Any = tess.get(place(cast, "/exercises/"))
    assert "<b>Chris</b>" not in page.content.decode()


def asked(cast: Cast, query: str, who: str = "therapist") -> Any:
    api = APIClient()
    api.force_login(getattr(cast, who))
    return api.get(f"/api/v1/episodes/{cast.episode.pk}/misfits/{query}")


def test_api_says_what_does_not_fit(cast: Cast, ladder: None) -> None:
    answer = asked(cast, "?exercise=glute-bridge&exercise=standing-squeeze&exercise=no-such")
    assert answer.status_code == 200
    instead = [{"exercise": "standing-squeeze", "name": "Standing squeeze", "step": "easier"}]
    assert answer.json() == [{"exercise": "glute-bridge", "reasons": [FLOOR], "instead": instead}]
    assert asked(cast, "?exercise=glute-bridge", "client").status_code == 403
    assert asked(cast, "?exercise=glute-bridge", "colleague").status_code == 404


@pytest.mark.parametrize("query", ["", "?exercise=", "?exercise=a%00b", "?exercise=A+b", "?" + "exercise=a&" * 101])
def test_api_refuses_what_is_no_question_about_exercises(cast: Cast, ladder: None, query: str) -> None:
    answer = asked(cast, query)
    assert answer.status_code == 400

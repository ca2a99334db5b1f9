"""Whatever is sent to the pages of the catalogue's desk, the back check and the finder, nothing falls over."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.consents import LISTING_VERSION
from accounts.forms.appointments import AppointmentForm
from accounts.models import User
from exercises.back_check_forms import steps
from exercises.editorial import drafts
from exercises.models import Draft, Exercise, GuidePage
from tests.access.world import World, undone
from tests.exercises.desk_form import plank, untouched
from tests.hostile import some_or_all

EDIT = "/admin/exercises/exercise/"
LONG_NUMBER = "9" * 5000
VALUES = [
    "",
    "nonsense",
    "-1",
    "0",
    "1.5",
    "NaN",
    "1e999",
    str(2**31),
    str(2**63),
    "9" * 30,
    LONG_NUMBER,
    "٣",
    "²",
    "a" * 20_000,
    "\u202e\u200b",
    "\ufdfa" * 80,
    "../..",
    "[]",
    "None",
    "00000000-0000-4000-8000-000000000000",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2026-03-29T02:30",
    "2026-02-30T00:00",
    "\U0001f600",
    "a\r\nb: c",
]
KEYS = ("0", "x", "9" * 30, LONG_NUMBER, "0" * 5000 + "1", "٣", "%00")
QUERIES = ["page=" + LONG_NUMBER, "p=" + LONG_NUMBER, "o=" + LONG_NUMBER, "q=%ED%A0%80", "q=%00", "heap=x", "side=x"]
QUERIES += [f"{name}=%D9%A3" for name in ("page", "p", "a", "r", "o", "needs", "draft", "origin", "status", "e")]
QUERIES += ["a=1&b=x", "a=1&b=" + "9" * 30, "r=1&r=" + LONG_NUMBER, "r=draft&r=draft", "status__in=x", "by__password=x"]
QUERIES += ["updated_by__password__startswith=a", "exercise__draft__reason=x"]


@pytest.fixture
def world(world: World) -> World:
    drafts.begin(exercise=world.spare_exercise, by=world.cast.editor)
    return world


def editor(world: World) -> Client:
    client = world.page("editor")
    client.raise_request_exception = False
    return client


Sent = Iterator[tuple[str, str, dict[str, Any]]]


def verbs(world: World) -> Sent:
    """(actor, address, what a browser sends) of every new form."""
    yield from exercise_verbs(world)
    yield from guide_verbs()
    yield from finder_verbs(world)
    yield from back_check_verbs()


def exercise_verbs(world: World) -> Sent:
    spare, draft = world.spare_exercise, Draft.objects.get(exercise=world.spare_exercise)
    at = f"{EDIT}{spare.pk}/"
    yield "editor", f"{EDIT}add/", plank()
    yield "editor", f"{EDIT}add/preview/", plank()
    yield "editor", f"{at}change/", untouched(spare)
    yield "editor", f"{at}preview/", untouched(spare)
    words = {"serial": draft.serial, "reason": "Clearer.", "text": "Good.", "publish_at": "2027-01-01T09:00"}
    words |= {"seen": 1, "sure": "on", "alone_because": "Alone."}
    for verb in (
        "submit",
        "comment",
        "approve",
        "send-back",
        "publish",
        "schedule",
        "unschedule",
        "catch-up",
        "discard",
    ):
        yield "editor", f"{at}draft/{verb}/", words
    for verb in ("retire", "merge"):
        other = Exercise.objects.get(slug="bird-dog").pk
        yield "editor", f"{at}{verb}/", {"search": "bird", "other": other, "reason": "The same.", "_merge": "1"}
        yield "editor", f"{at}{verb}/", {"search": "bird", "other": other, "reason": "The same.", "_find": "1"}
    shown = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-file": world.media.pk, "form-0-alt": "It moves."}
    yield "editor", f"{at}media/save/", shown | {"form-0-credit": "Ann", "form-0-ORDER": 1, "form-0-DELETE": ""}
    yield "editor", f"{at}media/add/", {"file": SimpleUploadedFile("x.png", b"x"), "alt": "It moves.", "credit": "Ann"}
    yield "editor", f"{EDIT}import/", {"file": SimpleUploadedFile("x.yaml", b"name: x"), "form": "backfit"}
    yield "editor", f"{EDIT}import/carry-out/", {"packed": "x:y:z", "take": "1:abc"}


def guide_verbs() -> Sent:
    page = GuidePage.objects.create(title="Sitting", slug="sitting", body="Sit well.", published=True)
    text = {"title": "Sitting", "summary": "How.", "body": "Sit **well**.", "position": 1, "reason": "Why", "serial": 1}
    for button in ("_publish", "_withdraw", "_discard", "_preview", "_save"):
        yield "editor", f"/admin/exercises/guidepage/{page.pk}/change/", {**text, "slug": "sitting", button: "1"}
    yield "editor", "/admin/exercises/guidepage/add/", {**text, "slug": "standing", "_publish": "1"}
    yield "editor", "/admin/exercises/guidepage/preview/", text


def finder_verbs(world: World) -> Sent:
    clinic = {"name": "Northside", "introduction": "We take time.", "street": "Rue 1", "postcode": "69003"}
    clinic |= {"town": "Lyon", "country": "FR", "languages_0": "fr", "specialities": "back", "in_person": "on"}
    clinic |= {"website": "https://example.org", "registration_number": "1", "registration_body": "Order"}
    yield "manager", f"/clinics/{world.cast.clinic.pk}/listing/", clinic
    yield "manager", f"/listings/{world.listing.pk}/publish/", {"wording": LISTING_VERSION, "agree": "on"}
    form = AppointmentForm(listing=world.listing)
    asked = {"name": "Paul", "email": "paul@example.org", "phone": "+33 1 23 45 67 89", "language": "fr"}
    asked |= {"times": "Mornings", "note": "A wheelchair.", "began": form.stamp, "homepage": "", "agree": "on"}
    yield "anon", f"/therapists/{world.listing.pk}/request/", asked


def back_check_verbs() -> Sent:
    answers = {step.key: "none" for step in steps() if step.group}
    answers |= {"where": "neck", "how_long": "longer", "pain": "2", "eases": "moving", "provokes": "resting"}
    answers |= {"age": "18-64", "floor": "yes", "step": steps()[-1].key}
    yield "anon", "/back-check/", answers
    yield "anon", "/back-check/", {**answers, "change": "place"}


def spoiled(sent: dict[str, Any], values: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent with one field after another spoiled; the values take turns, each field gets two."""
    for name in sent:
        bad = next(values)
        yield f"{name}={bad[:40]!r}", {**sent, name: bad}
        bad = next(values)
        yield f"{name}={bad[:40]!r} first", {**sent, name: [bad, sent[name]]}
    yield "nothing", {}
    yield "files", {name: SimpleUploadedFile("../x", b"\x00\xff" * 30) for name in sent}


@some_or_all
def test_a_forged_form_never_breaks_a_page(world: World, every: int) -> None:
    broken, values = [], cycle(VALUES)
    forged = [(verb, *bad) for verb in verbs(world) for bad in spoiled(verb[2], values)]
    for (actor, address, _sent), what, data in forged[::every]:
        with undone():
            client = world.page(actor)
            client.raise_request_exception = False
            status = client.post(address, rewound(data)).status_code
        if status >= 500:
            broken.append((address, what, status))
    assert not broken


def rewound(data: dict[str, Any]) -> dict[str, Any]:
    for part in data.values():
        for file in part if isinstance(part, list) else [part]:
            if hasattr(file, "seek"):
                file.seek(0)
    return data


def test_an_editors_address_that_means_nothing_never_breaks(world: World) -> None:
    pages = (
        "change/",
        "preview/",
        "draft/",
        "history/",
        "compare/",
        "retire/",
        "merge/",
        "media/",
        "impact/",
        "delete/",
    )
    addresses = [f"{EDIT}{key}/{page}" for key in KEYS for page in pages]
    addresses += [f"/admin/exercises/guidepage/{key}/{page}" for key in KEYS for page in ("change/", "history/")]
    addresses += [f"/admin/exercises/draft/{key}/change/" for key in KEYS]
    addresses += [f"{EDIT}{world.spare_exercise.pk}/revisions/{key}/restore/" for key in KEYS]
    addresses += [f"/api/v1/exercises/spare-exercise/revisions/{key}/" for key in KEYS]
    addresses += [f"/exercises/media/{key}/" for key in KEYS]
    client = editor(world)
    assert not [(a[:80], s) for a in addresses if (s := client.get(a).status_code) >= 500]


@some_or_all
def test_an_editors_query_that_means_nothing_never_breaks(world: World, every: int) -> None:
    GuidePage.objects.create(title="Sitting", slug="sitting", body="Sit well.", published=True)
    at = f"{EDIT}{world.spare_exercise.pk}/"
    addresses = [EDIT, f"{at}history/", f"{at}compare/", f"{at}preview/", f"{at}retire/", f"{at}media/", f"{at}impact/"]
    addresses += ["/admin/exercises/draft/", "/admin/exercises/guidepage/", f"{EDIT}export/csv/", f"{EDIT}export/x/"]
    addresses += [
        f"{EDIT}neighbours/",
        f"/admin/exercises/guidepage/{GuidePage.objects.get(slug='sitting').pk}/history/",
    ]
    addresses += ["/api/v1/exercises/spare-exercise/compare/", "/api/v1/exercises/spare-exercise/revisions/"]
    client = editor(world)
    asked = [f"{address}?{query}" for address in addresses for query in QUERIES]
    assert not [(a[:100], s) for a in asked[::every] if (s := client.get(a).status_code) >= 500]


def test_a_visitor_who_answers_a_question_twice_gets_advice(world: World) -> None:
    answers = next(sent for _actor, address, sent in verbs(world) if address == "/back-check/")
    answer = Client().post("/back-check/", {**answers, "where": ["nonsense", "neck"], "pain": ["x", "2"]})
    assert answer.status_code == 200
    assert "nonsense" not in answer.content.decode()


@pytest.mark.parametrize("charset", ["base64", "rot13", "idna", "undefined", "utf-16"])
def test_a_form_in_another_encoding_is_refused(db: None, charset: str) -> None:
    """Python knows some by name that decode no text; over those the framework fell, whoever asked for whatever page."""
    client = Client(raise_request_exception=False)
    body = b'--x\r\nContent-Disposition: form-data; name="step"\r\n\r\nplace\r\n--x--\r\n'
    for address in ("/back-check/", "/accounts/login/", "/api/v1/back-check/"):
        answer = client.generic(
            "POST", address, body, content_type=f"multipart/form-data; boundary=x; charset={charset}"
        )
        assert answer.status_code == 400


@pytest.mark.parametrize("time", ["9999-12-31T23:59", "2040-01-01T09:00", "0001-01-01T00:00", "2026-03-29T02:30"])
def test_editor_who_slips_in_the_year_of_a_publication_is_told(world: World, time: str) -> None:
    """A time that no zone could show would break the page of the draft for good."""
    User.objects.filter(pk=world.cast.editor.pk).update(time_zone="Pacific/Kiritimati")
    draft = Draft.objects.get(exercise=world.spare_exercise)
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.APPROVED)
    at = f"{EDIT}{world.spare_exercise.pk}/draft/"
    sent = {"serial": draft.serial, "publish_at": time}
    assert editor(world).post(f"{at}schedule/", sent).status_code == 400
    body = {"publish_at": f"{time}:00-12:00"}
    api = world.api("editor")
    assert api.post("/api/v1/exercises/spare-exercise/draft/schedule/", body, format="json").status_code == 400
    assert editor(world).get(at).status_code == 200


def test_a_town_whose_letters_fold_to_many_is_kept(world: World) -> None:
    sent = next(sent for actor, address, sent in verbs(world) if actor == "manager" and "clinics" in address)
    client = world.page("manager")
    client.raise_request_exception = False
    answer = client.post(f"/clinics/{world.cast.clinic.pk}/listing/", {**sent, "town": "\ufdfa" * 80})
    assert answer.status_code == 302

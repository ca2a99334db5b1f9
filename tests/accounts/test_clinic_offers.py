"""A clinic offers one of its own exercises to the shared catalogue; the editors take a copy or decline."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from backfit.refusals import Conflict
from exercises.editorial import offering
from exercises.models import Exercise
from tests.cast import Cast
from tests.factories import make_exercise, make_own_exercise

pytestmark = pytest.mark.django_db
API = "/api/v1/exercises/"
LEAK = "Wall glide"


@pytest.fixture
def own(cast: Cast) -> Exercise:
    return make_own_exercise(clinic=cast.clinic, by=cast.therapist, name=LEAK)


def page(cast: Cast, name: str, *keys: Any) -> str:
    return reverse(f"clinic_exercise_{name}", args=[cast.clinic.pk, *keys])


def test_clinic_offers_and_the_editors_take_a_copy(client: Client, cast: Cast, own: Exercise) -> None:
    client.force_login(cast.therapist)
    refused = client.post(page(cast, "offer", own.slug), {})
    assert refused.status_code == 400
    assert "Say that the clinic agrees" in refused.content.decode()
    client.post(page(cast, "offer", own.slug), {"offer-consent": "on"})
    assert "Take the offer back" in client.get(page(cast, "detail", own.slug)).content.decode()
    client.force_login(cast.editor)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert LEAK in client.get("/admin/exercises/exercise/offers/").content.decode()
    assert "Offered by clinics (1)" in client.get("/admin/exercises/exercise/").content.decode()
    client.post(f"/admin/exercises/exercise/offers/{own.pk}/adopt/")
    copy = Exercise.objects.get(slug="wall-glide")
    assert (copy.clinic, copy.status, copy.author, copy.licence) == (None, "draft", "Northside", "CC BY-SA 4.0")
    assert [step.text for step in copy.steps.all()] == [step.text for step in own.steps.all()]
    own.refresh_from_db()
    assert (own.offered_at, own.is_published) == (None, True)
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.post(f"/admin/exercises/exercise/offers/{own.pk}/adopt/").status_code == 404
    client.force_login(cast.manager)
    history = client.get(page(cast, "detail", own.slug)).content.decode()
    assert "took it into the shared catalogue" in history
    assert "Edda" not in history


def test_editors_decline_and_the_clinic_reads_why(client: Client, cast: Cast, own: Exercise) -> None:
    offering.offer(exercise=own, by=cast.therapist, consent=True)
    client.force_login(cast.editor)
    url = f"/admin/exercises/exercise/offers/{own.pk}/decline/"
    assert client.post(url, {"text": ""}).status_code == 400
    client.post(url, {"text": "We have one like it."})
    client.force_login(cast.colleague)
    assert "We have one like it." in client.get(page(cast, "detail", own.slug)).content.decode()
    assert Exercise.objects.filter(name=LEAK).count() == 1


def test_offer_needs_author_licence_and_use(cast: Cast, own: Exercise) -> None:
    bare = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Bare", licence="", author="")
    with pytest.raises(ValidationError, match="State the author and the licence"):
        offering.offer(exercise=bare, by=cast.therapist, consent=True)
    with pytest.raises(Conflict):
        offering.offer(exercise=Exercise.objects.get(slug="bird-dog"), by=cast.editor, consent=True)
    offering.offer(exercise=own, by=cast.therapist, consent=True)
    with pytest.raises(Conflict):
        offering.offer(exercise=own, by=cast.therapist, consent=True)
    offering.withdraw(exercise=own, by=cast.therapist)
    with pytest.raises(Conflict):
        offering.adopt(exercise=own, by=cast.editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exercise.objects.filter(slug="bird-dog").update(offered_at=own.published_at)


def test_offer_is_gone_when_the_exercise_is_retired(cast: Cast, own: Exercise) -> None:
    offering.offer(exercise=own, by=cast.therapist, consent=True)
    own.refresh_from_db()
    own.retire(by=cast.therapist, reason="Old.")
    assert not Exercise.objects.offered().exists()


def test_copy_names_no_neighbour_that_only_the_clinic_has(cast: Cast, own: Exercise) -> None:
    make_exercise("Wall glide")  # its address is taken
    other = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Other", harder=["bird-dog", own.slug])
    offering.offer(exercise=other, by=cast.therapist, consent=True)
    draft = offering.adopt(exercise=other, by=cast.editor)
    assert draft.read().harder == ("bird-dog",)
    offering.offer(exercise=own, by=cast.therapist, consent=True)
    assert offering.adopt(exercise=own, by=cast.editor).exercise.slug == "wall-glide-2"


def test_offer_through_the_api(api: APIClient, cast: Cast, own: Exercise) -> None:
    api.force_authenticate(cast.therapist)
    assert api.post(f"{API}{own.slug}/offer/", {"consent": False}, format="json").status_code == 400
    assert api.post(f"{API}{own.slug}/offer/", {"consent": True}, format="json").json()["offered_at"]
    assert api.post(f"{API}{own.slug}/adopt/", {}, format="json").status_code == 403
    make_exercise(LEAK, status="draft", published_at=None)
    assert api.get(f"{API}{own.slug}/impact/").json()["duplicates"] == []
    api.force_authenticate(User.objects.get(pk=cast.editor.pk))
    shown = api.get(f"{API}{own.slug}/").json()
    assert "draft" not in shown
    assert api.patch(f"{API}{own.slug}/", {"feel": "Mine."}, format="json").status_code == 403
    adopted = api.post(f"{API}{own.slug}/adopt/", {}, format="json")
    assert adopted.status_code == 201
    assert adopted.json()["document"]["slug"] == "wall-glide-2"

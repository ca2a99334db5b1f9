"""A clinic's own exercises: who reads and writes them, what strangers are told, and how one is offered to all."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Clinic, Membership, Routine, User
from backfit.refusals import Conflict
from exercises.editorial import drafts, merging
from exercises.editorial.rows import document_of
from exercises.models import Draft, Exercise, Likeness
from exercises.models.figure import Figure
from exercises.models.revision import EditorialEvent, Revision
from tests.cast import Cast
from tests.exercises.desk_form import plank, rows
from tests.factories import make_clinic, make_exercise, make_own_exercise, make_plan, make_routine

pytestmark = pytest.mark.django_db
API = "/api/v1/exercises/"
THERAPISTS = ["therapist", "colleague", "former", "dual"]
MEMBERS = [*THERAPISTS, "manager"]
STRANGERS = ["client", "other_client", "stranger", "editor", "admin", "without_clinic", "invitee"]
LEAK = "Wall glide"


@pytest.fixture
def own(cast: Cast) -> Exercise:
    return make_own_exercise(clinic=cast.clinic, by=cast.therapist, name=LEAK)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


def page(cast: Cast, name: str, *keys: Any) -> str:
    return reverse(f"clinic_exercise_{name}", args=[cast.clinic.pk, *keys])


def written(**fields: Any) -> dict[str, Any]:
    """What the form sends; without an address, for which it has no field."""
    return {name: value for name, value in plank(**fields).items() if name != "slug"}


@pytest.mark.parametrize("who", MEMBERS)
def test_member_reads_the_clinics_own(client: Client, cast: Cast, own: Exercise, who: str) -> None:
    client.force_login(getattr(cast, who))
    shown = client.get(own.get_absolute_url())
    assert shown.status_code == 200
    assert "Only at Northside" in shown.content.decode()
    assert LEAK in client.get("/exercises/").content.decode()
    assert client.get(f"{API}{own.slug}/").json()["clinic"] == str(cast.clinic.pk)
    assert LEAK in client.get(page(cast, "list")).content.decode()
    assert client.get(page(cast, "detail", own.slug)).status_code == 200


@pytest.mark.parametrize("who", [None, *STRANGERS])
def test_stranger_is_told_nothing(client: Client, cast: Cast, own: Exercise, who: str | None) -> None:
    own.harder.add(Exercise.objects.get(slug="glute-bridge"))
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.get(f"{API}{own.slug}/").status_code == 404
    near = "/exercises/glute-bridge/"
    for url in ("/exercises/", near, "/exercises/?q=wall", API, f"{API}?q=wall", f"{API}glute-bridge/", "/"):
        text = client.get(url, follow=True).content.decode()
        assert LEAK not in text, url
        assert own.slug not in text, url
    own.retire(by=cast.therapist, reason="Old.")
    assert client.get(own.get_absolute_url()).status_code == 404


def test_former_member_reads_nothing_any_more(client: Client, cast: Cast, own: Exercise) -> None:
    client.force_login(cast.colleague)
    assert client.get(own.get_absolute_url()).status_code == 200
    Membership.objects.get(user=cast.colleague, clinic=cast.clinic).end()
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.post(page(cast, "retire", own.slug), {"retire-reason": "Old."}).status_code == 404


def test_therapist_writes_one_and_puts_it_to_use(desk: Client, cast: Cast) -> None:
    answer = desk.post(page(cast, "new"), written(name="Plank at the wall"))
    own = Exercise.objects.get(name="Plank at the wall")
    assert answer.headers["Location"] == page(cast, "edit", own.slug)
    assert re.fullmatch(r"plank-at-the-wall-[a-z0-9]{6}", own.slug)
    assert (own.clinic, own.status) == (cast.clinic, "draft")
    seen = desk.get(page(cast, "edit", own.slug)).context["seen"]
    sent = written(name="Plank at the wall", purpose="Another purpose.", seen=seen, _use="1")
    assert desk.post(page(cast, "edit", own.slug), sent).headers["Location"] == page(cast, "detail", own.slug)
    own.refresh_from_db()
    assert (own.status, own.purpose, own.revision) == ("published", "Another purpose.", 1)
    assert not Draft.objects.filter(exercise=own).exists()
    revision = Revision.objects.get(exercise=own)
    assert (revision.reason, revision.alone_because) == ("Written for the clinic.", "")


def test_what_is_in_use_stays_until_the_change_is_used_too(desk: Client, cast: Cast, own: Exercise) -> None:
    seen = desk.get(page(cast, "edit", own.slug)).context["seen"]
    sent = written(name=LEAK, purpose="New words.", seen=seen)
    desk.post(page(cast, "edit", own.slug), sent)
    assert "New words." not in desk.get(own.get_absolute_url()).content.decode()
    stale = desk.post(page(cast, "edit", own.slug), sent | {"purpose": "Others."})
    assert stale.status_code == 409
    assert "Somebody else has saved this exercise" in stale.content.decode()
    desk.post(page(cast, "publish", own.slug), {"use-reason": "Clearer."})
    assert "New words." in desk.get(own.get_absolute_url()).content.decode()
    assert Revision.objects.filter(exercise=own).first().reason == "Clearer."  # type: ignore[union-attr]
    assert "Clearer." in desk.get(page(cast, "detail", own.slug)).content.decode()


def test_therapist_throws_a_draft_away(desk: Client, cast: Cast, own: Exercise) -> None:
    assert desk.post(page(cast, "discard", own.slug)).status_code == 409
    drafts.begin(exercise=own, by=cast.colleague)
    desk.post(page(cast, "discard", own.slug))
    assert not Draft.objects.filter(exercise=own).exists()
    assert Exercise.objects.get(pk=own.pk).is_published
    desk.post(page(cast, "new"), written(name="Never used"))
    desk.post(page(cast, "discard", Exercise.objects.get(name="Never used").slug))
    assert not Exercise.objects.filter(name="Never used").exists()


def test_therapist_is_told_what_is_wrong(desk: Client, cast: Cast) -> None:
    refused = desk.post(page(cast, "new"), written(name="", dose="lots"))
    assert refused.status_code == 400
    assert "This is still to be filled in." in refused.content.decode()
    assert not Exercise.objects.filter(clinic__isnull=False).exists()
    kept = desk.post(page(cast, "new"), written(**rows("steps"), _use="1"), follow=True)
    assert "Saved, but not in use yet. Cannot be published yet; missing: steps." in kept.content.decode()
    assert (
        "it still needs: steps"
        in desk.get(page(cast, "detail", Exercise.objects.get(name="Plank").slug)).content.decode()
    )
    nothing = page(cast, "publish", make_own_exercise(clinic=cast.clinic, by=cast.therapist).slug)
    assert desk.post(nothing).status_code == 409


def test_therapist_sees_a_preview_while_writing(desk: Client, cast: Cast, own: Exercise) -> None:
    answer = desk.post(page(cast, "new_preview"), written(name="Plank at the wall")).json()
    assert "Plank at the wall" in answer["page"]
    assert answer["faults"] == []
    assert "New words." in desk.post(page(cast, "preview", own.slug), written(purpose="New words.")).json()["page"]
    assert LEAK in desk.get(page(cast, "preview", own.slug)).content.decode()
    assert Exercise.objects.filter(clinic__isnull=False).count() == 1


def test_neighbours_are_those_of_the_catalogue_and_the_clinics_own(desk: Client, cast: Cast, own: Exercise) -> None:
    foreign = make_own_exercise(clinic=cast.other_clinic, by=cast.stranger, name="Foreign glide")
    offered = dict(desk.get(page(cast, "new")).context["form"].content.fields["harder"].choices)
    assert {own.slug, "glute-bridge"} <= set(offered)
    assert foreign.slug not in offered
    found = desk.get(page(cast, "neighbours"), {"q": "glide"}).json()["choices"]
    assert found == [[own.slug, LEAK]]
    refused = desk.post(page(cast, "new"), written(harder=[foreign.slug]))
    assert refused.status_code == 400
    named = APIClient()
    named.force_authenticate(cast.therapist)
    body = {"harder": [foreign.slug]}
    assert named.patch(f"{API}{own.slug}/", body, format="json").status_code == 400


def test_manager_reads_and_does_not_write(client: Client, cast: Cast, own: Exercise) -> None:
    client.force_login(cast.manager)
    assert "Write an exercise" not in client.get(page(cast, "list")).content.decode()
    assert "Retire this exercise" not in client.get(page(cast, "detail", own.slug)).content.decode()
    for name in ("edit", "publish", "retire", "offer", "withdraw"):
        assert client.post(page(cast, name, own.slug)).status_code == 403, name
    assert client.post(page(cast, "new"), written()).status_code == 403


def test_list_has_the_same_number_of_queries_for_many(
    desk: Client, cast: Cast, own: Exercise, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        make_own_exercise(clinic=cast.clinic, by=cast.therapist, name=f"Glide {number}")
    with django_assert_max_num_queries(20):
        assert len(desk.get(page(cast, "list")).context["exercises"]) == 11
    with django_assert_max_num_queries(14):
        assert "Glide 7" in desk.get("/exercises/").content.decode()


def test_empty_list_explains(desk: Client, cast: Cast) -> None:
    assert "None of your own yet" in desk.get(page(cast, "list")).content.decode()


def test_retired_one_leaves_the_lists_and_stays_with_its_members(desk: Client, cast: Cast, own: Exercise) -> None:
    assert desk.post(page(cast, "retire", own.slug), {"retire-reason": ""}).status_code == 400
    assert desk.post(page(cast, "retire", own.slug), {"retire-reason": "Old."}).status_code == 302
    assert not Exercise.objects.usable_by(cast.therapist).filter(pk=own.pk).exists()
    assert "Only people who work at the clinic see this page" in desk.get(own.get_absolute_url()).content.decode()


def test_text_of_the_catalogue_never_names_it_and_its_steps_stay(cast: Cast) -> None:
    own = make_own_exercise(clinic=cast.clinic, by=cast.therapist, harder=["glute-bridge"])
    bridge = Exercise.objects.get(slug="glute-bridge")
    assert document_of(bridge).easier == ()
    draft = drafts.begin(exercise=bridge, by=cast.editor)
    drafts.change(draft=draft, document=draft.read().with_changes(easier=["bird-dog"]), by=cast.editor)
    drafts.publish(draft=draft, by=cast.editor, reason="Easier.", alone_because="Nobody else.")
    assert {row.slug for row in bridge.easier.all()} == {"bird-dog", own.slug}
    refused = drafts.begin(exercise=bridge, by=cast.editor)
    with pytest.raises(ValidationError):
        drafts.change(draft=refused, document=refused.read().with_changes(harder=[own.slug]), by=cast.editor)


def test_editors_desk_holds_only_what_is_shared(client: Client, cast: Cast, own: Exercise) -> None:
    drafts.begin(exercise=own, by=cast.therapist)
    client.force_login(cast.editor)
    for url in ("/admin/exercises/exercise/", "/admin/exercises/draft/", "/admin/exercises/exercise/offers/"):
        assert LEAK not in client.get(url).content.decode(), url
    for url in ("change/", "history/", "draft/", "preview/", "media/", "retire/", "merge/", "figure/"):
        assert client.get(f"/admin/exercises/exercise/{own.pk}/{url}").status_code == 404, url
    assert client.post(f"/admin/exercises/exercise/offers/{own.pk}/adopt/").status_code == 404
    assert not Draft.objects.visible_to(cast.editor).exists()
    assert not EditorialEvent.objects.visible_to(cast.editor).filter(exercise=own).exists()
    make_exercise(LEAK).reindex()
    own.reindex()
    assert not Likeness.objects.filter(exercise=own).exists()
    with pytest.raises(Conflict):
        merging.merge(duplicate=own, into=Exercise.objects.get(slug="bird-dog"), by=cast.therapist, reason="Same.")
    assert not Figure.objects.filter(exercise=own).exists()


def test_therapist_writes_through_the_api(api: APIClient, cast: Cast) -> None:
    api.force_authenticate(cast.therapist)
    body = {
        "name": "Wall slide", "kind": "mobility", "position": "standing", "dose": "2x8", "purpose": "To reach up.",
        "regions": ["lower-back"], "steps": ["Slide up."], "clinic": str(cast.clinic.pk),
    }  # fmt: skip
    made = api.post(API, body, format="json")
    assert made.status_code == 201, made.content
    slug = made.json()["slug"]
    assert re.fullmatch(r"wall-slide-[a-z0-9]{6}", slug)
    assert made.json()["draft"]["state"] == "writing"
    assert api.post(f"{API}{slug}/publish/", {}, format="json").json()["status"] == "published"
    assert api.patch(f"{API}{slug}/", {"feel": "Warm."}, format="json").json()["draft"]["document"]["feel"] == "Warm."
    assert api.post(f"{API}{slug}/draft/submit/", {"reason": "x"}, format="json").status_code == 409
    assert api.patch(f"{API}{slug}/", {"clinic": None}, format="json").status_code == 400
    assert api.patch(f"{API}{slug}/", {"slug": "wall"}, format="json").status_code == 400
    assert api.post(API, body | {"slug": "wall"}, format="json").status_code == 400
    without = {name: value for name, value in body.items() if name != "clinic"}
    assert api.post(API, without | {"slug": "wall"}, format="json").status_code == 403
    elsewhere = api.post(API, body | {"clinic": str(cast.other_clinic.pk)}, format="json")
    assert (elsewhere.status_code, elsewhere.json()) == (400, {"clinic": ["There is no such entry."]})
    assert api.post(f"{API}{slug}/retire/", {"reason": "Old."}, format="json").json()["status"] == "retired"


def test_routine_with_it_is_not_shared_with_others(cast: Cast, own: Exercise) -> None:
    plan = make_plan((own.slug, "2x8"))
    routine = make_routine(owner=cast.therapist, plan=plan)
    routine.change(visibility="clinic", clinic=cast.clinic)
    cast.therapist.groups.add(cast.editor.groups.get())
    with pytest.raises(ValidationError, match="Only one clinic has these exercises"):
        routine.change(visibility="template")
    elsewhere = make_clinic("Third", therapists=(cast.therapist,))
    with pytest.raises(ValidationError, match="Only one clinic has these exercises"):
        routine.change(visibility="clinic", clinic=elsewhere)
    with pytest.raises(ValidationError, match="There is no exercise"):
        Routine.begin(owner=cast.therapist, name="For all", plan=plan, visibility="template")
    with pytest.raises(ValidationError, match="There is no exercise"):
        Routine.begin(owner=User.objects.get(pk=cast.stranger.pk), name="Mine", plan=plan)


def test_clinic_with_exercises_is_not_deleted(api: APIClient, cast: Cast) -> None:
    empty = make_clinic("Empty", therapists=(cast.stranger,))
    make_own_exercise(clinic=empty, by=cast.stranger)
    api.force_authenticate(cast.admin)
    assert api.delete(f"/api/v1/clinics/{empty.pk}/").status_code == 409
    assert not Clinic.objects.of_nobody_but(cast.stranger).exists()

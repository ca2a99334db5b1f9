"""How a program keeps a listing of the public list of therapists."""

from django.urls import reverse, reverse_lazy
from rest_framework.test import APIClient

from tests.cast import Cast

BODY = {
    "kind": "therapist",
    "name": "Tess",
    "introduction": "Hello.",
    "town": "Lyon",
    "country": "FR",
    "languages": ["fr"],
    "specialities": ["neck"],
}
LIST = reverse_lazy("listing-list")


def test_program_is_refused_what_a_person_would_be(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.therapist)
    body = {**BODY, "clinic": str(cast.clinic.pk)}
    assert api.post(LIST, {**body, "kind": "clinic"}).status_code == 403
    assert api.post(LIST, {**body, "clinic": str(cast.other_clinic.pk)}).status_code == 400
    for wrong in (
        {"languages": ["xx"]},
        {"street": "1 Rue"},
        {"website": "ftp://x"},
        {"town": ""},
        {"state": "listed"},
    ):
        assert api.post(LIST, {**body, **wrong}).status_code == 400, wrong
    made = api.post(LIST, body)
    assert made.status_code == 201
    assert api.post(LIST, body).status_code == 400
    one = reverse("listing-detail", args=[made.data["id"]])
    assert api.patch(one, {"in_person": False}).status_code == 400
    assert api.post(f"{one}publish/", {"wording": "old"}).status_code == 400


def test_program_writes_publishes_and_deletes_a_listing(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.therapist)
    made = api.post(LIST, {**BODY, "clinic": str(cast.clinic.pk)})
    assert (made.status_code, made.data["state"], made.data["consent_wording"]) == (201, "draft", None)
    one = reverse("listing-detail", args=[made.data["id"]])
    assert api.patch(one, {"languages": ["de", "fr"]}).data["languages"] == ["de", "fr"]
    version = api.get(f"{LIST}consent/").data["version"]
    assert api.post(f"{one}publish/", {"wording": version}).data["state"] == "listed"
    assert [row["name"] for row in APIClient().get(reverse("therapist-list")).data["results"]] == ["Tess"]
    api.force_login(cast.manager)
    assert api.get(LIST).data["count"] == 0
    api.force_login(cast.therapist)
    assert api.delete(one).status_code == 204
    assert (api.get(one).status_code, api.get(LIST).data["count"]) == (404, 0)

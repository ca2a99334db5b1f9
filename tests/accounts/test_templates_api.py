"""Program templates for programs."""

from rest_framework.test import APIClient

from accounts.models import Routine
from tests.cast import Cast


def test_integrator_reads_templates_without_a_token(api: APIClient, small: Routine) -> None:
    found = api.get("/api/v1/templates/").json()
    assert found["count"] == 1
    brief = found["results"][0]
    assert (brief["slug"], brief["name"], brief["weeks"]) == ("small", "Small program", 2)
    assert brief["about"]["not_for"] == ["A new injury."]
    whole = api.get("/api/v1/templates/small/").json()
    assert whole["plan"]["phases"][0]["goal"] == "Get going."
    assert whole["plan"]["phases"][0]["items"][1]["any_day"] is True
    assert "It hurts 6 out of 10 or more" in " ".join(whole["rules"]["stop"])
    assert api.get("/api/v1/templates/none/").status_code == 404
    assert api.post("/api/v1/templates/", {}).status_code in (401, 405)


def test_api_lets_editors_change_a_template_and_nobody_unpublish_it(api: APIClient, cast: Cast, small: Routine) -> None:
    url = f"/api/v1/routines/{small.pk}/"
    api.force_authenticate(cast.editor)
    assert api.get(url).json()["mine"] is True
    assert api.patch(url, {"name": "Better"}).status_code == 200
    for visibility in ("private", "clinic"):
        assert api.patch(url, {"visibility": visibility}).status_code == 400
    assert api.patch(url, {"about": {"for_whom": "Gardeners."}}).json()["about"] == {"for_whom": "Gardeners."}
    assert api.patch(url, {"about": {"for_whom": 7}}).status_code == 400
    assert api.delete(url).status_code == 409
    api.force_authenticate(cast.therapist)
    assert api.get(url).json()["mine"] is False
    assert api.patch(url, {"name": "Mine"}).status_code == 403

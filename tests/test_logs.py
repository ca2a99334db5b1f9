import logging

import pytest
from django.test import Client

from accounts.models import Invitation
from backfit.logs import RoutesForPaths
from tests.accounts.mails import last_link, last_token
from tests.cast import Cast


def shown(caplog: pytest.LogCaptureFixture) -> str:
    """What the log's handler would write of the records caught."""
    routes = RoutesForPaths()
    return "\n".join(record.getMessage() for record in caplog.records if routes.filter(record))


def test_log_of_a_refused_invitation_does_not_hold_its_token(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.manager)
    client.post(f"/clinics/{cast.clinic.pk}/invite/", {"email": "new@example.org", "role": "therapist"})
    client.force_login(cast.client)
    with caplog.at_level(logging.WARNING):
        assert client.get(last_link()).status_code == 403
        Invitation.objects.get().revoke()
        assert client.get(last_link()).status_code == 410
    assert last_token() not in shown(caplog)
    assert "/invitations/<slug:token>/" in shown(caplog)


def test_log_of_an_unknown_address_does_not_hold_it(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        client.get("/chris@example.org/")
    assert "Not Found" in shown(caplog)
    assert "chris" not in shown(caplog)


def test_log_of_a_link_that_was_pasted_with_its_quotation_mark_does_not_hold_its_token(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.manager)
    client.post(f"/clinics/{cast.clinic.pk}/invite/", {"email": "new@example.org", "role": "therapist"})
    with caplog.at_level(logging.WARNING):
        # A newline is not part of the link, which is somebody else's to follow; the others make it another one.
        for mark, status in (("\u201d", 404), ("\u00a0", 404), ("\n", 403)):
            assert client.get(f"/invitations/{last_token()}{mark}/").status_code == status
    assert "Not Found" in shown(caplog)
    assert last_token() not in shown(caplog)

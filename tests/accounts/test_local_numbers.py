"""A clinic's own emergency number stands on its clients' pages in place of the site's."""

import pytest
from django.test import override_settings

from accounts.local_numbers import local_numbers
from accounts.models import Clinic
from backfit.contacts import Contact
from programs.handouts import program_handout
from programs.models import Program
from programs.safety_reports import report_sign
from tests.cast import Cast
from tests.programs.pages import api_of, browser_of

SITE = override_settings(EMERGENCY_NUMBERS=[Contact("", "999")])


@pytest.fixture
def local(cast: Cast) -> Cast:
    cast.clinic.emergency_number = "144"
    cast.clinic.save()
    return cast


@SITE
@pytest.mark.parametrize("page", ["/today/", "/warning-signs/", "/six-questions/", "/before-you-start/"])
def test_clients_are_told_the_number_of_their_clinic(local: Cast, page: str) -> None:
    shown = browser_of(local.client).get(page).content.decode()
    assert "In an emergency call 144" in shown
    assert "call 999" not in shown


@SITE
def test_page_of_a_report_and_the_closed_today_call_the_clinic_s_number(local: Cast) -> None:
    report = report_sign(by=local.client, episode=local.episode, tier="emergency")
    for page in (report.get_absolute_url(), "/today/"):
        assert 'href="tel:144"' in browser_of(local.client).get(page).content.decode()


@SITE
def test_public_safety_page_and_other_clinics_keep_the_site_s(local: Cast) -> None:
    assert 'href="tel:999"' in browser_of(local.client).get("/safety/").content.decode()
    assert "call 999" in browser_of(local.dual).get("/six-questions/").content.decode()


@SITE
def test_client_of_two_clinics_is_told_both_numbers_and_the_site_s_where_one_names_none() -> None:
    first, second, silent = Clinic(emergency_number="144"), Clinic(emergency_number="Lyon=15"), Clinic()
    assert local_numbers([first, second, first]) == (Contact("", "144"), Contact("Lyon", "15"))
    assert local_numbers([first, silent]) == (Contact("", "144"), Contact("", "999"))
    assert local_numbers([None]) == local_numbers([]) == (Contact("", "999"),)


def test_manager_sets_the_number_and_nonsense_is_refused(cast: Cast) -> None:
    browser = browser_of(cast.manager)
    address = f"/clinics/{cast.clinic.pk}/edit/"
    said = {"name": "Northside", "time_zone": "UTC", "phone": "", "emergency_number": "Dublin=112, Belfast=999"}
    assert browser.post(address, said).status_code == 302
    cast.clinic.refresh_from_db()
    assert [str(each) for each in cast.clinic.emergency_contacts] == ["112 (Dublin)", "999 (Belfast)"]
    answer = browser.post(address, said | {"emergency_number": "call me"})
    assert answer.status_code in (200, 400)
    assert "Write a phone number such as 999" in answer.content.decode()


@pytest.mark.parametrize(("number", "status"), [("112", 200), ("", 200), ("x", 400), ("1" * 81, 400), (["112"], 400)])
def test_api_sets_the_number(cast: Cast, number: object, status: int) -> None:
    answer = api_of(cast.manager).patch(
        f"/api/v1/clinics/{cast.clinic.pk}/", {"emergency_number": number}, format="json"
    )
    assert answer.status_code == status


def test_client_of_a_clinic_has_its_emergency_number_on_the_handout(cast: Cast) -> None:
    cast.clinic.emergency_number = "144"
    cast.clinic.save()
    program = Program.objects.select_related("episode__clinic", "current").get(pk=cast.program.pk)
    assert program.current is not None
    handout = program_handout(program, program.current.document, link="https://example.org/p/", paper="a4")
    assert "144" in handout.advice[0].lead

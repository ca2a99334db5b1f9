"""A client takes a copy of everything, asks to be deleted, and thinks better of it."""

import zipfile
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Clinic, FrozenRecord, User
from accounts.privacy.erasing import erase
from tests.access.world import prove
from tests.browser.look import assert_fits, look
from tests.cast import make_cast

pytestmark = pytest.mark.parametrize("size", ["phone", "desktop"])


def come_in(page: Page, base_url: str, user: User) -> None:
    """With a sign-in of this moment, so that nobody is asked once more who they are."""
    client = Client()
    client.force_login(user)
    prove(client, user)
    assert Session.objects.exists()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}])


def narrow(page: Page, name: str) -> None:
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page, f"{name}, narrow")
    assert size is not None
    page.set_viewport_size(size)


def test_client_takes_a_copy_and_is_not_deleted_after_all(page: Page, base_url: str, db: Any) -> None:
    cast = make_cast()
    Clinic.objects.update(keeps_after_erasure_years=10, keeps_because="Medical Records Act, section 3.")
    come_in(page, base_url, cast.client)
    page.goto("/account/")
    look(page, "account-with-data")
    page.get_by_role("link", name="Get a copy").click()
    look(page, "own-data-none")
    page.get_by_role("button", name="Make my copy").press("Enter")
    expect(page.get_by_role("link", name="Fetch it")).to_be_visible()
    look(page, "own-data")
    narrow(page, "own-data")
    with page.expect_download() as download:
        page.get_by_role("link", name="Fetch it").press("Enter")
    assert "data.json" in zipfile.ZipFile(download.value.path()).namelist()
    page.get_by_role("link", name="Delete my account").press("Enter")
    expect(page.get_by_text("Medical Records Act").first).to_be_visible()
    look(page, "erasure")
    narrow(page, "erasure")
    page.get_by_role("button", name="Delete my account").press("Enter")
    expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
    look(page, "erasure-asked")
    come_in(page, base_url, cast.client)
    page.goto("/today/")
    look(page, "erasure-undo")
    narrow(page, "erasure-undo")
    page.get_by_role("button", name="Keep my account").press("Enter")
    expect(page.get_by_text("Your account stays.")).to_be_visible()


def test_manager_says_what_is_kept(page: Page, base_url: str, faults: list[str], db: Any) -> None:
    cast = make_cast()
    come_in(page, base_url, cast.manager)
    page.goto(f"/clinics/{cast.clinic.pk}/")
    page.get_by_role("link", name="Clients' data").click()
    page.get_by_label("Years that a law makes you keep records").fill("10")
    page.get_by_role("button", name="Save").click()
    look(page, "clinic-records-refused")
    faults.clear()  # of the form that was refused
    page.get_by_label("Which law or rule says so").fill("Medical Records Act, section 3")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    erase(person=cast.client.pk)
    page.reload()
    expect(page.get_by_text(FrozenRecord.objects.get().label)).to_be_visible()
    look(page, "clinic-records")
    narrow(page, "clinic-records")

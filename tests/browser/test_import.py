"""An editor brings in a file: looks at the dry run, takes a row, and finds it as a draft."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from exercises.importing.formats import decoded, read_rows
from exercises.models import Exercise
from tests.browser.look import look
from tests.browser.people import SignIn, just_now, open_demo_clinic, person
from tests.exercises.importing.shapes import page as wger_page
from tests.exercises.importing.shapes import wger_entry, wger_text

LONG = "A made-up roll with a name that goes on for rather longer than most others do"


def test_editor_imports_what_a_dry_run_has_shown(
    page: Page, sign_in: SignIn, tmp_path: Path, faults: list[str]
) -> None:
    open_demo_clinic()
    sign_in(page.context, person("edda"))
    just_now(page.context, person("edda"))
    page.goto("/admin/exercises/exercise/")
    page.get_by_role("link", name="Import", exact=True).click()
    look(page, "import")
    file = tmp_path / "exercises.json"
    is_told_what_is_wrong(page, file)
    assert "400" in faults.pop()
    sees_each_rows_fate(page, file)
    takes_one(page)
    takes_the_catalogue_out(page)


def is_told_what_is_wrong(page: Page, file: Path) -> None:
    file.write_text('{"results": [')
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Format").select_option("wger")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("Line 1 is not valid JSON.")).to_be_visible()
    look(page, "import-refused")


def sees_each_rows_fate(page: Page, file: Path) -> None:
    long = wger_entry(3, translations=[wger_text(LONG, 2, "<p>Sit tall.</p>")])
    file.write_text(json.dumps(wger_page(wger_entry(1), {"id": 2}, long, wger_entry(1))))
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("It has no name.")).to_be_visible()
    expect(page.get_by_text("The same exercise stands at entry 1.")).to_be_visible()
    summary = page.locator("summary", has_text="Made-up curl 1").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Curl up & down.").first).to_be_visible()
    look(page, "import-dry-run")


def takes_one(page: Page) -> None:
    page.get_by_role("checkbox", name=re.compile("A made-up roll")).uncheck()
    page.get_by_role("button", name="Take the ticked rows as drafts").click()
    expect(page.get_by_text("Imported as drafts for review: 1 new.")).to_be_visible()
    page.goto("/admin/exercises/exercise/?q=Made-up")
    page.get_by_role("link", name="Made-up curl 1").click()
    expect(page.get_by_text("Theo Translator, Wilma Writer").first).to_be_visible()
    look(page, "import-draft")


def takes_the_catalogue_out(page: Page) -> None:
    page.goto("/admin/exercises/exercise/?kind__exact=breathing")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    rows = read_rows(decoded(Path(download.value.path()).read_bytes()))
    assert len(rows) == Exercise.objects.filter(kind="breathing").count() > 0

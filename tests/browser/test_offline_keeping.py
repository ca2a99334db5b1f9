"""What lies on a device stays there: closed pages, a full disk, new versions, another browser layout."""

import re
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from programs.models import Program, Session
from programs.offline import look_it_up
from tests.browser.offline import (
    OPEN,
    SHELL,
    client_of,
    cut,
    keep,
    make_client,
    open_bare,
    open_today,
    send,
    unsent,
    without_sending,
)
from tests.browser.patience import eventually, until
from tests.browser.people import SignIn
from tests.factories import session_body

SYNC = "**/api/v1/sessions/sync/"
OLD = """async ([person, uuid, body]) => {
  await new Promise((resolve, reject) => {
    const request = indexedDB.open(`backfit-${person}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("queue", { keyPath: "uuid" });
    };
    request.onerror = reject;
    request.onsuccess = () => {
      const database = request.result;
      const transaction = database.transaction(["kept", "queue"], "readwrite");
      transaction.objectStore("queue").put({ uuid, body, kept_at: new Date().toISOString() });
      transaction.objectStore("kept").put({ half: "a session" }, "half");
      transaction.oncomplete = () => { database.close(); resolve(); };
    };
  });
}"""
# As a browser does it: the write is begun, and the transaction ends with this error.
FULL = """() => {
  globalThis.full = true;
  const { put } = IDBObjectStore.prototype;
  const { get } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error");
  IDBObjectStore.prototype.put = function (...row) {
    const request = put.apply(this, row);
    if (globalThis.full) this.transaction.abort();
    return request;
  };
  Object.defineProperty(IDBTransaction.prototype, "error", {
    get() { return globalThis.full ? new DOMException("full", "QuotaExceededError") : get.call(this); },
  });
}"""
WHOLE = """async (count) => {
  const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
  const cache = await caches.open("backfit-shell-another-version");
  return !installing && !waiting && active.state === "activated" && (await cache.keys()).length === count;
}"""
RAW = """async (person) => {
  const database = await new Promise((resolve) => {
    indexedDB.open(`backfit-${person}`).onsuccess = ({ target }) => resolve(target.result);
  });
  const all = (name) => new Promise((resolve) => {
    database.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => resolve(target.result);
  });
  const text = (rows) => rows.map(({ uuid, sealed, ...rest }) => `${Object.keys(rest)} ${String.fromCharCode(
    ...new Uint8Array(sealed.data).slice(0, 20000))}`).join(" ");
  const [key] = await all("keys");
  const readable = await crypto.subtle.exportKey("raw", key).then(() => true, () => false);
  return { readable, text: text(await all("queue")) + text(await all("kept")) + text(await all("states")) };
}"""


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


pytestmark = pytest.mark.parametrize("size", ["phone"])


def is_kept_unheard(route: Route) -> None:
    with suppress(Error):  # of a page that was closed meanwhile
        route.fetch()
        route.abort("connectionreset")


def test_page_that_is_closed_after_each_step_loses_nothing(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    page.context.route(SYNC, is_kept_unheard)
    names = keep(page, program)
    for step in range(3):
        page.close(run_before_unload=False)
        page = page.context.new_page()
        page.goto("/unsent/")
        expect(page.get_by_role("list", name="Not yet sent").get_by_role("heading")).to_have_count(len(names))
        if step < 2:
            names += keep(page, program)
        # Closed in the middle of sending: the server has it, and the page never hears of it.
        page.evaluate(f"() => {{ (async () => {{ {OPEN} device.send(); }})(); }}")
        eventually(page, lambda: Session.objects.count() == len(names), "the server has what was kept")  # noqa: B023
    page.context.unroute_all()
    page = page.context.new_page()
    page.goto("/unsent/")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    assert {str(session.uuid) for session in Session.objects.all()} == set(names)
    faults.clear()


def test_entries_of_the_first_layout_are_still_there_and_sent(page: Page, sign_in: SignIn, program: Program) -> None:
    client = client_of(program)
    page.goto("/safety/")
    name = "6e1c1a52-6f0e-4a53-9d7f-3f5d0a2c8a11"
    page.evaluate(OLD, [str(client.pk), name, session_body(program, note="from the first layout")])
    sign_in(page.context, client)
    page.goto("/today/")
    expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert Session.objects.get().note == "from the first layout"
    assert page.evaluate(f"async () => {{ {OPEN} return device.read('half'); }}") == {"half": "a session"}


def test_nothing_on_the_disk_can_be_read_without_the_browsers_key(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    client = client_of(program)
    sign_in(page.context, client)
    open_today(page)
    without_sending(page)
    keep(page, program, note="CANARY of the note")
    found = page.evaluate(RAW, str(client.pk))
    assert not found["readable"]
    for word in ("CANARY", "Bird dog", "bird-dog", "Northside", "worst_pain", "Back basics", "results"):
        assert word not in found["text"]
    faults.clear()


def test_caches_hold_nothing_of_a_person(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    for path in ("/today/", f"/programs/{program.pk}/", "/account/", "/offline/", "/unsent/"):
        page.goto(path)
    keep(page, program, note="CANARY of the note")
    send(page)
    script = """async () => {
      const found = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const answer = await cache.match(request);
          found.push([new URL(request.url).pathname, await answer.text(), answer.headers.get("Vary") ?? ""]);
        }
      }
      return found;
    }"""
    kept = page.evaluate(script)
    pages = {path for path, _text, _vary in kept if not path.startswith("/static/")}
    assert {"/offline/", "/unsent/", "/safety/", "/safety/flare-up/"} <= pages
    assert not [path for path in pages if path.startswith(("/today", "/programs/", "/account", "/api/", "/device/"))]
    client = client_of(program)
    canaries = ("CANARY", client.name, client.email, str(client.pk), "Northside", str(program.pk), "Back basics")
    for path, text, vary in kept:
        assert "Cookie" not in vary, path
        assert not [word for word in canaries if word in text], path


def test_full_disk_is_told_before_anything_is_shown_as_saved(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    page.goto("/today/")
    page.get_by_role("checkbox", name="Bird dog done").check()
    page.get_by_label("Anything to tell your therapist?").fill("It went well.")
    page.evaluate(FULL)
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("status").filter(has_text="This device has no room left")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Bird dog done")).to_be_checked()
    page.evaluate("() => { globalThis.full = false; }")
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()
    assert len(unsent(page)) == 1
    faults.clear()


def test_emptied_storage_is_told(page: Page, sign_in: SignIn, program: Program, faults: list[str]) -> None:
    client = client_of(program)
    sign_in(page.context, client)
    open_today(page)
    without_sending(page)
    keep(page, program, count=2)
    open_bare(page)  # any other page would be the one that tells it
    forget = "(name) => new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; })"
    page.evaluate(forget, f"backfit-{client.pk}")
    page.goto("/today/")
    expect(page.get_by_text("Your browser has emptied its storage")).to_be_visible()
    expect(page.get_by_text("Sessions that were not yet sent are gone: 2.")).to_be_visible()
    faults.clear()


def deploy_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programs.offline.digest_of", lambda *parts: "another-version")
    monkeypatch.setattr("programs.offline.remembered", lambda language: look_it_up())  # a new process has seen nothing


def test_new_version_of_the_worker_replaces_the_old_one_and_the_queue_stays(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    names = keep(page, program)
    before = page.evaluate("() => caches.keys()")
    files = page.evaluate(SHELL)
    deploy_another_version(monkeypatch)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    until(page, WHOLE, len(files))
    assert [entry["uuid"] for entry in unsent(page)] == names
    assert page.evaluate("() => caches.keys()") == [*before, "backfit-shell-another-version"]
    assert set(page.evaluate(SHELL, "another-version")) == set(files)
    page.context.unroute_all()
    page.goto("/unsent/")  # by way of the new one
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    assert [str(session.uuid) for session in Session.objects.all()] == names
    faults.clear()


def test_half_a_version_replaces_nothing(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    before = page.evaluate("() => caches.keys()")
    deploy_another_version(monkeypatch)
    monkeypatch.setattr("programs.offline.static_names", lambda page: {"backfit/js/menu.js", "backfit/js/gone.js"})
    failed = "async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => null)"
    page.evaluate(failed)
    until(page, "async () => (await navigator.serviceWorker.getRegistration()).installing === null")
    cut(page.context, page)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Bird dog")).to_be_visible()
    assert page.evaluate("async () => (await caches.match('/offline/')) !== undefined")
    assert before[0] in page.evaluate("() => caches.keys()")
    faults.clear()


def test_two_devices_of_one_person_send_what_each_has(
    page: Page, sign_in: SignIn, program: Program, browser: Browser, base_url: str, faults: list[str]
) -> None:
    other = browser.new_context(base_url=base_url).new_page()
    for each in (page, other):
        sign_in(each.context, client_of(program))
        open_today(each)
        without_sending(each)
    # The same one on both, as when a phone was restored from another's backup, and one of the other's own.
    name, body = "6e1c1a52-6f0e-4a53-9d7f-3f5d0a2c8a13", session_body(program)
    for each in (page, other):
        each.evaluate(f"async ([uuid, body]) => {{ {OPEN} await device.keep(uuid, body); }}", [name, body])
    names = [name, *keep(other, program, worst_pain=5)]
    for each in (page, other):
        each.context.unroute_all()
        send(each)  # if the page has not by itself
        assert unsent(each) == []
    assert {str(session.uuid) for session in Session.objects.all()} == set(names)
    other.context.close()
    faults.clear()


def test_pictures_are_there_without_a_network(page: Page, sign_in: SignIn, program: Program, faults: list[str]) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    until(
        page,
        f"""async () => {{ {OPEN}
      return (await device.store.names("kept")).filter((name) => name.startsWith("picture ")).length >= 2; }}""",
    )
    cut(page.context, page)
    page.goto("/today/")
    picture = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Bird dog")).locator("img").first
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    faults.clear()

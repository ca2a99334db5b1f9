"""What the journeys without a network have in common."""

import datetime
import uuid
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from accounts.models import User
from accounts.plans import Plan
from exercises.loading import load_catalogue
from programs.models import Program
from tests.browser.patience import until
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user, session_body

PAIR = (("glute-bridge", "3x10 5x/wk"), ("bird-dog", "3x8 5s e/s"))
DEVICE = "/static/backfit/js/device/device.js"
OPEN = f'const {{ openDevice }} = await import("{DEVICE}"); const device = await openDevice();'
BARE = "/static/backfit/img/mark.svg"  # of the site, with no page's scripts, which would keep and send by themselves
READY = "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
SHELL = """async (version) => {
  const name = (await caches.keys()).find((each) => each.startsWith(`backfit-shell-${version ?? ""}`));
  return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
}"""


def make_client(plan: Plan | None = None) -> Program:
    """Carl's program at a clinic, with a telephone."""
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    type(clinic).objects.filter(pk=clinic.pk).update(phone="+353 1 234 5678")
    clinic.refresh_from_db()
    client = make_user("carl@example.org", "Carl")
    episode = make_episode(clinic=clinic, therapist=therapist, client=client)
    start = client.today() - datetime.timedelta(days=30)
    return make_published(episode=episode, by=therapist, plan=plan or make_plan(*PAIR), start_on=start)


def client_of(program: Program) -> User:
    client = program.episode.client
    assert client is not None
    return client


def open_today(page: Page, address: str = "/today/") -> None:
    """With a network, until all that is needed without one is there."""
    page.goto(address)
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    until(page, READY)
    until(page, f"async () => {{ {OPEN} return Boolean(await device?.copy()); }}")
    until(page, """async () => (await caches.keys()).some((name) => name.startsWith("backfit-shell-"))""")


def keep(page: Page, program: Program, count: int = 1, **fields: Any) -> list[str]:
    """Sessions in the queue, as the player puts them there."""
    names = [str(uuid.uuid4()) for _number in range(count)]
    bodies = [[name, session_body(program, **fields)] for name in names]
    script = f"async (bodies) => {{ {OPEN} for (const [uuid, body] of bodies) await device.keep(uuid, body); }}"
    page.evaluate(script, bodies)
    return names


def unsent(page: Page) -> Any:
    """The entries of the queue as a page sees them."""
    script = f"""async () => {{ {OPEN} return (await device.unsent()).map(({{ uuid, status, sentences, tries }}) =>
      ({{ uuid, status, sentences, tries }})); }}"""
    return page.evaluate(script)


def send(page: Page) -> Any:
    return page.evaluate(f"async () => {{ {OPEN} return device.send(); }}")


def cut(context: BrowserContext, page: Page) -> None:
    """No network any more, neither for the page nor for its worker."""
    context.set_offline(True)
    until(page, "() => navigator.onLine === false")


def open_bare(page: Page) -> None:
    """An address of the site at which only what a test asks for happens."""
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(BARE)


def without_sending(page: Page) -> None:
    """The upload does not get through, so that what is kept stays kept until the test says otherwise."""
    page.context.route("**/api/v1/sessions/sync/", drop)


def drop(route: Route, request: Request) -> None:
    route.abort()

"""Each form of each page is filled with the worst that can be typed and sent: it is taken or asked back, as text."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import resolve, reverse

from tests import active_content as active
from tests.access.doors import DOORS
from tests.access.test_active_content import faults_of
from tests.access.test_page_matrix import status_of
from tests.access.world import World, undone

TYPED = {"text", "search", "url", "tel", "email", "password"}
ENDS = {"account_logout"}


class Forms(HTMLParser):
    """The forms that are posted: (where to, {name: value}), with `said` in each field that takes a text."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said, self.found, self.area = said, list[tuple[str, dict[str, Any]]](), ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = about.get("method", "get").lower() == "post"
            if self.inside:
                self.found.append((about.get("action", ""), {}))
        name = about.get("name", "")
        if not self.inside or not name:
            return
        fields = self.found[-1][1]
        if tag == "textarea" or (tag == "input" and about.get("type", "text") in TYPED):
            fields[name] = self.said
        elif tag == "input" and (about.get("type") not in ("checkbox", "radio", "file") or "checked" in about):
            fields[name] = about.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def forms_of(text: str, said: str) -> list[tuple[str, dict[str, Any]]]:
    forms = Forms(said)
    forms.feed(text)
    return [(action, fields) for action, fields in forms.found if active.PROBE in str(fields) or said in str(fields)]


def pages_of(world: World, actor: str) -> Iterator[tuple[str, str]]:
    """Address and text of what opens to the actor; strangers meet allauth's pages, editors the admin."""
    urls = [
        reverse(name.split(" ")[0], kwargs=door.keys(world))
        for name, door in DOORS.items()
        if actor in door.opens and door.method == "get"
    ]
    if actor == "anon":
        urls += [reverse(name) for name in ("account_login", "account_signup", "account_reset_password")]
        urls.append(reverse("appointment_new", args=[world.listing.pk]))
    if actor == "editor":
        spare = world.spare_exercise.pk
        urls += [f"/admin/exercises/{rest}/" for rest in ("exercise/add", f"exercise/{spare}/change", "guidepage/add")]
        urls += [f"/admin/exercises/exercise/{spare}/{rest}/" for rest in ("media", "retire", "merge")]
    for url in urls:
        with undone():
            page: Any = world.page(actor).get(url)
        if status_of(page) == 200 and page.headers["Content-Type"].startswith("text/html"):
            yield url, page.content.decode()


@pytest.mark.parametrize("said", [active.WORST, f'"<{active.PROBE}>\x00'], ids=["worst", "nul"])
@pytest.mark.parametrize(
    ("actor", "least"), [("client-own", 9), ("T-care", 20), ("manager", 8), ("editor", 6), ("anon", 5)]
)
def test_form_is_taken_or_asked_back_as_text(world: World, actor: str, least: int, said: str) -> None:
    wrong, sent = [], set()
    for url, text in pages_of(world, actor):
        for action, fields in forms_of(text, said):
            to = action or url
            key = (resolve(to.partition("?")[0]).url_name, *sorted(fields))
            if key in sent or key[0] in ENDS:
                continue
            sent.add(key)
            with undone():
                wrong += [f"{url} -> {key[0]}: {fault}" for fault in sending(world, actor, to, fields)]
    assert not wrong, "\n".join(wrong)
    assert len(sent) >= least


def sending(world: World, actor: str, url: str, fields: dict[str, Any]) -> list[str]:
    """What is wrong with the answer, and with the page that it leads to."""
    browser = world.page(actor)
    browser.raise_request_exception = False
    answer = browser.post(url, fields)
    if answer.status_code >= 500:
        return [str(answer.status_code)]
    faults = faults_of(answer)
    if answer.status_code == 302 and answer.headers["Location"].startswith("/"):
        onward = browser.get(answer.headers["Location"])
        faults += [str(onward.status_code)] if onward.status_code >= 500 else faults_of(onward)
    return faults

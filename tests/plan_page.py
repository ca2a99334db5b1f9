"""What a browser without scripts would send of the plan editor on a page."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from accounts.plans import Item, Plan


class PlanForm(HTMLParser):
    """The fields of the form "plan", those outside that join it by their form attribute included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside = False
        self.writing = ""
        self.fields: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("id") == "plan"
        if tag == "input" and (self.inside or found.get("form") == "plan"):
            self.keep(found)
        if tag == "textarea" and self.inside:
            self.writing = found.get("name") or ""
            self.fields[self.writing] = [""]

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.fields[self.writing][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.writing = ""
        if tag == "form":
            self.inside = False

    def keep(self, found: dict[str, str | None]) -> None:
        name = found.get("name")
        is_box = found.get("type") in ("checkbox", "radio")
        if name and (not is_box or "checked" in found):
            self.fields.setdefault(name, []).append(found.get("value") or ("on" if is_box else ""))


def fields_of(response: Any) -> dict[str, Any]:
    return dict(PlanForm(response.content.decode()).fields)


def press(client: Client, url: str, action: str = "save", *, verb: str = "plan", **typed: Any) -> Any:
    """Open the page, type into it, press a button."""
    data = fields_of(client.get(url)) | {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(f"{url}{verb}/", data | {"action": action})


def add(client: Client, url: str, line: str, **typed: Any) -> Any:
    return press(client, url, add__0__exercise=line, **typed)


def item_of(plan: Plan, slug: str) -> Item:
    return next(item for item in plan.items() if item.exercise == slug)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())

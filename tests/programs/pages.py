"""What a browser would send back of a page on which exercises are marked."""

import re
from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.plans import Plan
from programs.forms.day import DayForm, MarkForm
from programs.models import Program, Session
from programs.publishing import publish
from tests.cast import Cast


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def api_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def published_again(cast: Cast, plan: Plan) -> Program:
    """The client's program with another plan, which takes effect today."""
    cast.program.save_plan(plan)
    publish(program=cast.program, by=cast.therapist, reason="Another plan")
    return Program.objects.select_related("current", "episode").get(pk=cast.program.pk)


def page_of(browser: Client) -> DayForm:
    """Today as the client opens it."""
    form: DayForm = browser.get("/today/").context["form"]
    return form


def kept(user: User) -> list[Session]:
    return list(Session.objects.kept().filter(client=user).order_by("pk"))


def unmarked(form: MarkForm) -> dict[str, str]:
    """The page as it came, with nothing ticked."""
    data = {field.html_name: text_of(field.value()) for field in form.about}
    for program in form.programs:
        if program.lines:
            data[program.version_field] = str(program.day.version.number)
        for line in program.lines:
            data |= {field.html_name: text_of(field.value()) for field in line if field.name != "ticked"}
    return data


def ticked(form: MarkForm, *slugs: str, **about: Any) -> dict[str, str]:
    """The page with the exercises ticked, all of them unless some are named."""
    data = unmarked(form) | {name: str(value) for name, value in about.items()}
    for program in form.programs:
        for line in program.lines:
            if not slugs or line.item["exercise"] in slugs:
                data[f"{line.prefix}-ticked"] = "on"
    return data


def field_of(form: MarkForm, slug: str, name: str) -> str:
    """Name of an exercise's input on the page."""
    lines = (line for program in form.programs for line in program.lines)
    return next(f"{line.prefix}-{name}" for line in lines if line.item["exercise"] == slug)


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def dots_in(page: str, line: str) -> int:
    """How many dots the charts of a page draw for pain, morning or effort."""
    drawn = re.findall(rf'points="[^"]*"/>\s*<path class="chart__dot--{line}[^"]*" d="([^"]*)"', page)
    return sum(path.count("M") for path in drawn)

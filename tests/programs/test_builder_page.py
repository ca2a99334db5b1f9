"""The page that the builder stands on: what its script needs is there, and so is the form for who has no scripts."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_clinic, make_episode, make_exercise, make_plan, make_program, make_routine, make_user

PARTS = ["builder-phase", "builder-line", "builder-details"]


@pytest.fixture
def pages(db: None) -> tuple[Client, list[str]]:
    """The therapist's browser and the pages with a builder: of a program and of a routine."""
    make_exercise("Glute bridge")
    tess = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Riverside", therapists=(tess,))
    plan = make_plan(("glute-bridge", "3x10"))
    program = make_program(episode=make_episode(clinic=clinic, therapist=tess), by=tess, plan=plan)
    routine = make_routine(owner=tess, plan=plan)
    client = Client()
    client.force_login(tess)
    return client, [program.get_absolute_url(), routine.get_absolute_url()]


def state_in(html: str) -> Any:
    found = re.search(r'<script id="plan-state" type="application/json">(.*?)</script>', html)
    assert found is not None
    return json.loads(found[1])


def test_page_carries_what_the_builder_asks_the_server_for(pages: tuple[Client, list[str]]) -> None:
    client, addresses = pages
    for address in addresses:
        html = client.get(address).content.decode()
        assert state_in(html) == client.get(f"{address}lines/").json()
        assert f'data-lines="{address}lines/"' in html
        assert f'data-suggest="{address}suggest/"' in html
        assert client.get(f"{address}suggest/?q=bridge").json()["results"][0]["name"] == "Glute bridge"
        for part in PARTS:
            assert f'<template id="{part}">' in html


def test_page_has_every_word_that_the_scripts_use(pages: tuple[Client, list[str]], settings: Any) -> None:
    client, addresses = pages
    words = set(re.findall(r"<dt>(\w+)</dt>", client.get(addresses[0]).content.decode()))
    scripts = (settings.BASE_DIR / "backfit/static/backfit/js/builder").glob("*.js")
    used = {name for script in scripts for name in re.findall(r'\bword\("(\w+)"', script.read_text())}
    assert used, "the scripts ask for words by name"
    assert used <= words


def test_form_is_in_the_page_for_who_has_no_scripts(pages: tuple[Client, list[str]]) -> None:
    client, addresses = pages
    for address in addresses:
        html = client.get(address).content.decode()
        assert re.search(r'<section class="builder"[^>]* hidden>', html)
        assert re.search(r'<form class="plan-editor card" id="plan"', html)


def test_ended_program_has_no_builder(pages: tuple[Client, list[str]]) -> None:
    client, addresses = pages
    client.post(f"{addresses[0]}publish/", {"over": "0"})
    client.post(f"{addresses[0]}end/")
    html = client.get(addresses[0]).content.decode()
    assert 'id="builder"' not in html
    assert "builder/main.js" not in html

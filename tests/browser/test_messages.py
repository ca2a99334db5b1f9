"""A client and a therapist write to each other, by keyboard alone; a tab that nobody looks at reads nothing."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from programs.models import Message
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person

WRITTEN = "Thank you.\nI sleep better now."


@pytest.fixture
def thread(transactional_db: None) -> str:
    open_demo_clinic()
    return reverse("message_thread", args=[person("mia").episodes.get().pk])


def test_client_reads_and_answers_by_keyboard(page: Page, sign_in: SignIn, thread: str) -> None:
    sign_in(page.context, person("mia"))
    page.goto("/today/")
    page.get_by_role("link", name="Messages 1 new message").press("Enter")
    log = page.get_by_role("log")
    expect(log.get_by_text("That is good to read.")).to_be_in_viewport()
    expect(log.get_by_text("New", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Mark as read")).to_be_hidden()
    expect(page.get_by_role("link", name="Messages", exact=True)).to_be_visible()
    assert not Message.objects.unread().exists()
    look(page, "messages-client")
    page.get_by_label("Write to your care team").focus()
    page.keyboard.type(WRITTEN)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Sent.")).to_have_count(1)
    expect(log.get_by_text("I sleep better now.")).to_be_in_viewport()
    expect(page.get_by_label("Write to your care team")).to_have_value("")
    assert Message.objects.unread().get().text == WRITTEN


def test_therapist_comes_to_it_from_the_desk(page: Page, sign_in: SignIn, thread: str) -> None:
    sign_in(page.context, person("mia"))
    page.goto(thread)
    page.get_by_label("Write to your care team").fill("One question")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("One question")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page.context, person("tess"))
    page.goto("/clients/?kind=message")
    page.get_by_role("link", name=re.compile(r"Unread message, sent today \(Mia Laurent\)")).press("Enter")
    expect(page.get_by_role("log").get_by_text("One question")).to_be_in_viewport()
    look(page, "messages-therapist")
    expect(page.get_by_role("button", name="Mark as read")).to_be_hidden()
    page.goto("/clients/?kind=message")
    expect(page.get_by_role("link", name="Unread message, sent")).to_have_count(0)


def test_tab_in_the_background_marks_nothing(page: Page, sign_in: SignIn, thread: str) -> None:
    sign_in(page.context, person("mia"))
    page.add_init_script("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
    page.clock.install()
    page.goto(thread)
    page.clock.run_for(5000)
    assert Message.objects.unread().count() == 1
    expect(page.get_by_role("button", name="Mark as read")).to_be_visible()


def test_words_of_warning_lead_to_the_six_questions(page: Page, sign_in: SignIn, thread: str) -> None:
    sign_in(page.context, person("mia"))
    page.goto(thread)
    page.get_by_label("Write to your care team").fill("My feet are numb and it is hopeless")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Six questions", level=1)).to_be_visible()
    page.goto(thread)
    expect(page.get_by_role("link", name="Call 112")).to_be_in_viewport()
    look(page, "messages-words")


def test_client_without_a_script_marks_by_a_button(
    new_context: Callable[..., BrowserContext], sign_in: SignIn, thread: str
) -> None:
    plain = new_context(java_script_enabled=False)
    sign_in(plain, person("mia"))
    page = plain.new_page()
    page.goto(thread)
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    assert not Message.objects.unread().exists()

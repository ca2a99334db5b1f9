"""An editor adds a photograph and a film to an exercise; readers see them once they are published."""

import re

import pytest
from playwright.sync_api import Page, expect

from exercises.editorial import drafts
from exercises.models import Draft, Exercise
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person
from tests.exercises.media_by_hand import film, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALT = "Kneeling on all fours, the left arm and the right leg reach out."


def test_editor_adds_a_photograph_and_a_film(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    sign_in(page.context, person("edda"))
    exercise = Exercise.objects.get(slug="bird-dog")
    page.goto(f"/admin/exercises/exercise/{exercise.pk}/media/")
    look(page, "media-empty")
    files = (("reach.jpg", picture(size=(800, 600))), ("reach.mp4", film(1, (640, 480))))
    for number, (name, content) in enumerate(files, 1):
        page.get_by_label("Picture or film").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        upload = page.locator("form", has=page.get_by_role("heading", name="Add one"))
        upload.get_by_label("Alternative text").fill(ALT)
        upload.get_by_role("button", name="Upload").click()
        expect(page.locator(".media-row")).to_have_count(number)
        expect(page.get_by_text("It is part of the draft now.")).to_be_visible()
    look(page, "media-two")
    publish(exercise)
    page.goto("/exercises/bird-dog/")
    photograph = page.get_by_role("img", name=ALT)
    expect(photograph).to_be_visible()
    photograph.scroll_into_view_if_needed()
    expect(photograph).to_have_js_property("naturalWidth", 800)
    expect(page.locator("video")).to_have_attribute("poster", re.compile("/poster/$"))
    look(page, "exercise-with-media")


def publish(exercise: Exercise) -> None:
    draft, edda = Draft.objects.get(exercise=exercise), person("edda")
    draft.submit(by=edda, reason="A photograph.")
    draft.approve(by=person("emil"))
    drafts.publish(draft=draft, by=edda)

"""An editor writes an exercise, publishes, changes and retires it."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Episode
from exercises.editorial import drafts
from exercises.models import Draft, Exercise
from programs.demo import PASSWORD
from tests.browser.look import look
from tests.browser.people import SignIn, forgive, open_demo_clinic, person
from tests.factories import make_plan, make_published

NAME = "Shelf reach"


def test_editor_writes_publishes_changes_and_retires_an_exercise(
    page: Page, sign_in: SignIn, new_context: Callable[..., BrowserContext], faults: list[str]
) -> None:
    open_demo_clinic()
    visitor = new_context().new_page()
    signs_in_to_the_admin(page)
    writes_an_exercise(page)
    is_asked_about_a_doubtful_dose(page, faults)
    previews_and_publishes(page, visitor)
    client = new_context().new_page()
    sign_in(client.context, person("mia"))
    a_client_gets_it(client)
    changes_it(page, visitor)
    retires_it(page, visitor, client)


def signs_in_to_the_admin(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Email").fill("edda@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Muscles", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Clients")).to_have_count(0)
    look(page, "admin")


def writes_an_exercise(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Exercises", exact=True).click()
    look(page, "admin-exercises")
    page.get_by_role("link", name="Add exercise").click()
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Kind", exact=True).select_option("Mobility")
    page.get_by_label("Start position").select_option("Standing")
    page.get_by_label("Purpose").fill("Lets your shoulders reach overhead while your back stays long.")
    page.get_by_label("What it should feel like").fill("Work between the shoulder blades.")
    page.get_by_label("Default dose").fill("10x3")
    choose(page, "Body regions", "Shoulder", "Upper back")
    choose(page, "Equipment", "Firm hook or door anchor")
    choose(page, "A step easier", "Shoulder-blade set")
    choose(page, "A step harder", "Band row")
    page.get_by_label("Other names").fill("Top shelf reach")
    page.get_by_role("group", name="Step 1").get_by_role("textbox").fill("Stand with your back against a wall.")
    page.get_by_role("button", name="Add a step").click()
    page.get_by_role("group", name="Step 2").get_by_role("textbox").fill("Slide both arms up as far as is easy.")
    fault = page.get_by_role("group", name="Fault 1")
    fault.get_by_label("What goes wrong").fill("Your ribs come forward.")
    fault.get_by_label("How to mend it").fill("Slide less high.")
    caution = page.get_by_role("group", name="Caution 1")
    caution.get_by_label("For whom").select_option(index=1)
    caution.get_by_label("What to take care of").fill("Stop below the height that hurts.")


def choose(page: Page, label: str, *names: str) -> None:
    for name in names:
        page.get_by_role("combobox", name=label, exact=True).fill(name)
        options = page.get_by_role("listbox", name=label, exact=True)
        options.get_by_role("option", name=name, exact=True).click()


def is_asked_about_a_doubtful_dose(page: Page, faults: list[str]) -> None:
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Not saved yet. Please look at this first:")).to_be_visible()
    forgive(faults, 400)
    expect(page.get_by_label("Purpose")).to_have_value("Lets your shoulders reach overhead while your back stays long.")
    look(page, "admin-doubtful")
    page.get_by_label("Default dose").fill("3x10 5x/wk")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.").first).to_be_visible()
    expect(page.get_by_text("3 sets of 10, 5 days a week").first).to_be_visible()
    look(page, "admin-exercise")


def previews_and_publishes(page: Page, visitor: Page) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Preview as a page").click()
    preview = opened.value
    expect(preview.get_by_text("This is how the saved draft will look.")).to_be_visible()
    expect(preview.get_by_text("Slide both arms up as far as is easy.")).to_be_visible()
    look(preview, "exercise-draft")
    preview.close()
    visitor.goto("/exercises/?q=top+shelf")
    expect(visitor.get_by_role("status").filter(has_text="exercise")).to_be_visible()
    expect(visitor.get_by_role("link", name=NAME)).to_have_count(0)
    publish_draft("New.")
    visitor.reload()
    visitor.get_by_role("link", name=NAME).click()
    expect(visitor.get_by_text("Stop below the height that hurts.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Band row")).to_be_visible()
    visitor.goto("/exercises/band-row/")
    expect(visitor.get_by_role("link", name=NAME)).to_be_visible()


def publish_draft(reason: str) -> None:
    """What the review page does; that has a journey of its own."""
    draft, edda = Draft.objects.get(exercise__slug="shelf-reach"), person("edda")
    if drafts.needs_review(draft, edda):
        draft.submit(by=edda, reason=reason)
        draft.approve(by=drafts.other_editors(edda)[0])
    drafts.publish(draft=draft, by=edda, reason=reason, alone_because="Nobody else is here yet.")


def a_client_gets_it(client: Page) -> None:
    episode = Episode.objects.get(client=person("mia"))
    episode.change(home={})  # it needs something that she does not have
    plan = make_plan(("shelf-reach", "3x10"))
    make_published(episode=episode, by=person("tess"), plan=plan, name="Shoulders")
    client.goto("/today/")
    expect(client.get_by_role("heading", name=NAME)).to_be_visible()


def changes_it(page: Page, visitor: Page) -> None:
    page.reload()
    page.get_by_label("Purpose").fill("Frees your shoulders for reaching up.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.").first).to_be_visible()
    visitor.goto("/exercises/shelf-reach/")
    expect(visitor.get_by_text("Lets your shoulders reach overhead while your back stays long.").first).to_be_visible()
    publish_draft("Shorter.")
    visitor.reload()
    expect(visitor.get_by_text("Frees your shoulders for reaching up.").first).to_be_visible()


def retires_it(page: Page, visitor: Page, client: Page) -> None:
    page.goto(f"/admin/exercises/exercise/{Exercise.objects.get(name=NAME).pk}/retire/")
    page.get_by_label("Why?").fill("Too hard to teach.")
    page.get_by_role("button", name="Retire this exercise").click()
    expect(page.get_by_text("Programs that have it keep it.")).to_be_visible()
    visitor.goto("/exercises/?q=top+shelf")
    expect(visitor.get_by_role("status").filter(has_text="exercise")).to_be_visible()
    expect(visitor.get_by_role("link", name=NAME)).to_have_count(0)
    client.reload()
    guide = client.get_by_role("listitem").filter(has=client.get_by_role("heading", name=NAME))
    guide.get_by_role("heading", name=NAME).click()
    expect(guide.get_by_text("Slide both arms up as far as is easy.")).to_be_visible()
    expect(guide.get_by_text("Lets your shoulders reach overhead while your back stays long.")).to_be_visible()

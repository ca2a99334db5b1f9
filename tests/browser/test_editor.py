"""An editor writes an exercise, publishes, changes and retires it."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Episode
from exercises.editorial import drafts
from exercises.models import Exercise
from programs.demo import PASSWORD
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person
from tests.factories import make_plan, make_published

NAME = "Shelf reach"


def test_editor_writes_publishes_changes_and_retires_an_exercise(
    page: Page, sign_in: SignIn, new_context: Callable[..., BrowserContext]
) -> None:
    open_demo_clinic()
    visitor = new_context().new_page()
    signs_in_to_the_admin(page)
    writes_an_exercise(page)
    is_asked_about_a_doubtful_dose(page)
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
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Muscles", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Clients")).to_have_count(0)
    look(page, "admin")


def writes_an_exercise(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Exercises", exact=True).click()
    look(page, "admin-exercises")
    page.get_by_role("link", name="Add exercise").click()
    page.get_by_label("Name:", exact=True).fill(NAME)
    page.get_by_label("Kind:").select_option("Mobility")
    page.get_by_label("Start position:").select_option("Standing")
    page.get_by_label("Purpose:").fill("Lets your shoulders reach overhead while your back stays long.")
    page.get_by_label("What it should feel like:").fill("Work between the shoulder blades.")
    page.get_by_label("Default dose:").fill("10x3")
    choose(page, "Body regions", "Shoulder", "Upper back")
    choose(page, "Equipment", "Firm hook or door anchor")
    choose(page, "Easier neighbours", "Shoulder-blade set")
    choose(page, "Harder neighbours", "Band row")
    page.get_by_label("Other names:").fill("Top shelf reach")
    steps = page.get_by_role("group", name="Steps")
    steps.get_by_role("textbox", name="Step").fill("Stand with your back against a wall.")
    steps.get_by_role("button", name="Add another Step").click()
    steps.get_by_role("textbox", name="Step").nth(1).fill("Slide both arms up as far as is easy.")
    faults = page.get_by_role("group", name="Faults")
    faults.get_by_role("textbox", name="Fault").fill("Your ribs come forward.")
    faults.get_by_role("textbox", name="How to mend it").fill("Slide less high.")
    cautions = page.get_by_role("group", name="Cautions")
    cautions.get_by_role("combobox", name="Precaution tag").select_option(index=1)
    cautions.get_by_role("textbox", name="Caution").fill("Stop below the height that hurts.")
    muscles = page.get_by_role("group", name="Muscles")
    muscles.get_by_role("combobox", name="Muscle").select_option(index=1)


def choose(page: Page, group: str, *names: str) -> None:
    for name in names:
        page.get_by_role("group", name=group).get_by_role("checkbox", name=name, exact=True).check()


def is_asked_about_a_doubtful_dose(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.get_by_text('What does "10x3" mean?')).to_be_visible()
    expect(page.get_by_label("Purpose:")).to_have_value(
        "Lets your shoulders reach overhead while your back stays long."
    )
    look(page, "admin-doubtful")
    page.get_by_label("Default dose:").fill("3x10 5x/wk")
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.get_by_text("3 sets of 10, 5 days a week")).to_be_visible()
    look(page, "admin-exercise")


def previews_and_publishes(page: Page, visitor: Page) -> None:
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("This is a preview.")).to_be_visible()
    expect(page.get_by_text("Slide both arms up as far as is easy.")).to_be_visible()
    look(page, "exercise-draft")
    visitor.goto("/exercises/?q=top+shelf")
    expect(visitor.get_by_text("Nothing fits all of that")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Edit").click()
    is_reviewed_and_published()
    page.reload()
    visitor.reload()
    visitor.get_by_role("link", name=NAME).click()
    expect(visitor.get_by_text("Stop below the height that hurts.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Band row")).to_be_visible()
    visitor.goto("/exercises/band-row/")
    expect(visitor.get_by_role("link", name=NAME)).to_be_visible()


def is_reviewed_and_published() -> None:
    """What test_workflow.py does on the pages."""
    edda = person("edda")
    draft = drafts.begin(exercise=Exercise.objects.get(name=NAME), by=edda)
    draft.submit(by=edda, reason="New.")
    draft.approve(by=person("emil"))
    drafts.publish(draft=draft, by=edda)


def a_client_gets_it(client: Page) -> None:
    episode = Episode.objects.get(client=person("mia"))
    plan = make_plan(("shelf-reach", "3x10"))
    make_published(episode=episode, by=person("tess"), plan=plan, name="Shoulders")
    client.goto("/today/")
    expect(client.get_by_role("heading", name=NAME)).to_be_visible()


def changes_it(page: Page, visitor: Page) -> None:
    purpose = page.get_by_label("Purpose:")
    purpose.fill("Frees your shoulders for reaching up.")
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    visitor.goto("/exercises/shelf-reach/")
    expect(visitor.get_by_text("Frees your shoulders for reaching up.").first).to_be_visible()


def retires_it(page: Page, visitor: Page, client: Page) -> None:
    page.goto(f"/admin/exercises/exercise/{Exercise.objects.get(name=NAME).pk}/retire/")
    page.get_by_label("Why?").fill("Too hard to teach.")
    page.get_by_role("button", name="Retire this exercise").click()
    expect(page.get_by_text("Programs that have it keep it.")).to_be_visible()
    visitor.goto("/exercises/?q=top+shelf")
    expect(visitor.get_by_text("Nothing fits all of that")).to_be_visible()
    client.reload()
    guide = client.get_by_role("listitem").filter(has=client.get_by_role("heading", name=NAME))
    guide.get_by_text("How to do it").click()
    expect(guide.get_by_text("Slide both arms up as far as is easy.")).to_be_visible()
    expect(guide.get_by_text("Lets your shoulders reach overhead while your back stays long.")).to_be_visible()

"""Two editors: one drafts, the other reviews, sends back and approves; then publish, restore, retire and merge."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from exercises.editorial import drafts
from exercises.models import Draft, Exercise
from tests.browser.look import look
from tests.browser.people import SignIn, just_now, open_demo_clinic, person
from tests.factories import make_exercise


def test_two_editors_take_a_draft_through_its_life(
    page: Page, sign_in: SignIn, new_context: Callable[..., BrowserContext]
) -> None:
    open_demo_clinic()
    edda, emil = page, new_context().new_page()
    for browser, who in ((edda, "edda"), (emil, "emil")):
        sign_in(browser.context, person(who))
        just_now(browser.context, person(who))
    sends_back(emil)
    asks_again(edda)
    approves(emil)
    publishes(edda)
    restores(edda)
    retires(edda)
    merges(edda)


def sends_back(emil: Page) -> None:
    emil.goto("/admin/")
    look(emil, "admin-desk-note")
    emil.get_by_role("link", name="1 draft waits for your review").click()
    look(emil, "admin-drafts")
    emil.get_by_role("main").get_by_role("link", name="Bridge", exact=True).click()
    expect(emil.get_by_text("Breathe out on the way up, in on the way down.")).to_be_visible()
    look(emil, "admin-review")
    emil.get_by_text("Send back", exact=True).click()
    emil.get_by_label("What is to be mended?").fill("Say it in fewer words.")
    emil.get_by_role("button", name="Send it back").click()
    expect(emil.get_by_text("It is with its authors again")).to_be_visible()


def asks_again(edda: Page) -> None:
    edda.goto("/admin/exercises/draft/?heap=sent-back")
    edda.get_by_role("main").get_by_role("link", name="Bridge", exact=True).click()
    expect(edda.get_by_text("Say it in fewer words.")).to_be_visible()
    edda.get_by_role("textbox", name="Why do you change it?").fill("")
    draft = Draft.objects.get()
    steps = [step.replace("on the way up, in on the way down", "as you lift") for step in draft.read().steps]
    drafts.change(draft=draft, document=draft.read().with_changes(steps=steps), by=person("edda"))
    edda.reload()
    edda.get_by_role("textbox", name="Why do you change it?").fill("Clients held their breath.")
    edda.get_by_role("button", name="Ask for a review").click()
    expect(edda.get_by_text("so another editor approves it")).to_be_visible()
    expect(edda.get_by_role("button", name="Approve this draft")).to_have_count(0)


def approves(emil: Page) -> None:
    emil.reload()
    emil.get_by_label("A word to its authors").fill("Clear now.")
    emil.get_by_role("button", name="Approve this draft").click()
    expect(emil.get_by_text("You have approved it.")).to_be_visible()
    look(emil, "admin-approved")


def publishes(edda: Page) -> None:
    edda.reload()
    edda.get_by_role("button", name="Publish now").click()
    expect(edda.get_by_text("It is in the catalogue.")).to_be_visible()
    look(edda, "admin-no-draft")
    edda.goto("/exercises/glute-bridge/")
    expect(edda.get_by_text("Breathe out as you lift.")).to_be_visible()


def restores(edda: Page) -> None:
    edda.goto(f"/admin/exercises/exercise/{Exercise.objects.get(slug='glute-bridge').pk}/history/")
    look(edda, "admin-history")
    edda.get_by_role("checkbox", name="Revision 1").check()
    edda.get_by_role("checkbox", name="Revision 2").check()
    edda.get_by_role("button", name="Compare the two").click()
    expect(edda.get_by_role("heading", name="Revision 1 and Revision 2")).to_be_visible()
    look(edda, "admin-compare")
    edda.get_by_role("link", name="Back to the history").click()
    edda.get_by_role("button", name="Restore revision 1 as a draft").click()
    expect(edda.get_by_text("Restored revision 1.").first).to_be_visible()
    edda.get_by_text("Throw the draft away", exact=True).click()
    edda.get_by_label("Yes, this draft may go for good.").check()
    edda.get_by_role("button", name="Throw it away").click()
    expect(edda.get_by_text("The draft is gone.")).to_be_visible()


def retires(edda: Page) -> None:
    edda.get_by_role("link", name="Retire", exact=True).click()
    edda.get_by_label("Find an exercise").fill("bridge")
    edda.get_by_label("Find an exercise").press("Enter")
    edda.get_by_role("radio").nth(1).check()
    edda.get_by_label("Why?").fill("Another one says the same better.")
    look(edda, "admin-retire")
    edda.get_by_role("button", name="Retire this exercise").click()
    expect(edda.get_by_text("Programs that have it keep it.")).to_be_visible()


def merges(edda: Page) -> None:
    twin = make_exercise("Bird dog twin")
    edda.goto(f"/admin/exercises/exercise/{twin.pk}/merge/")
    edda.get_by_label("Find an exercise").fill("bird dog")
    edda.get_by_role("button", name="Find").click()
    edda.get_by_role("radio", name="Bird dog Stability").check()
    edda.get_by_label("Why?").fill("They are the same.")
    look(edda, "admin-merge")
    edda.get_by_role("button", name="See what will happen").click()
    expect(edda.get_by_role("heading", name="What will happen")).to_be_visible()
    look(edda, "admin-merge-shown")
    edda.get_by_role("button", name="Merge the two").click()
    expect(edda.get_by_text("Bird dog twin is now part of")).to_be_visible()
    edda.context.clear_cookies()  # an editor may still look at what has gone
    edda.goto("/exercises/bird-dog-twin/")
    expect(edda.get_by_role("heading", name="Bird dog", exact=True)).to_be_visible()

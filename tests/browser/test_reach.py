"""Every main page on the narrowest screens, in large letters, and for people who want nothing to move."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Clinic, Episode, Listing, Routine
from exercises.models import Exercise
from programs.models import Program, Session
from tests.browser.look import assert_fits
from tests.browser.people import SignIn, open_demo_clinic, person

VISITOR, THERAPIST, MANAGER, CLIENT, EDITOR = "", "tess", "marc", "mia", "edda"


def addresses() -> dict[str, list[str]]:
    """Whose session to whose main pages."""
    mia = person("mia")
    program = Program.objects.get(episode__client=mia).get_absolute_url()
    episode = Episode.objects.get(client=mia).get_absolute_url()
    routine = Routine.objects.filter(owner=person("tess"))[0].get_absolute_url()
    clinic = Clinic.objects.get(memberships__user=person("tess")).get_absolute_url()
    found = Listing.objects.get(therapist=person("tess")).get_absolute_url()
    session = Session.objects.filter(client=mia)[0].get_absolute_url()
    exercise = reverse("admin:exercises_exercise_change", args=[Exercise.objects.get(slug="bird-dog").pk])
    finder = ["/therapists/", "/therapists/?place=nowhere", found, f"{found}request/", f"{found}request/sent/"]
    signing_in = ["/accounts/login/", "/accounts/signup/", "/invitations/enter/", "/accounts/login/code/"]
    safety = ["/safety/", "/safety/flare-up/", "/back-check/"]
    desk = ["/clients/", "/clients/new/", episode, "/clients/start/", f"{episode}edit/", f"{episode}end/"]
    plans = [program, f"{program}preview/", f"{program}versions/2/", "/routines/", routine, f"{program}copy/"]
    catalogue = ["/", "/exercises/", "/exercises/bird-dog/", "/guide/", "/guide/red-flags/"]
    own = ["/routines/new/", clinic, f"{clinic}listing/mine/", "/account/", "/account/tokens/new/"]
    return {
        VISITOR: [*catalogue, *signing_in, *safety, *finder],
        THERAPIST: [*desk, *plans, *own],
        MANAGER: ["/clinics/", clinic, f"{clinic}invite/", f"{clinic}edit/", f"{clinic}listing/", f"{clinic}requests/"],
        CLIENT: ["/today/", "/sessions/new/", program, episode, session, f"{session}edit/", "/routines/"],
        EDITOR: ["/admin/", "/admin/exercises/exercise/", exercise],
    }


@pytest.mark.parametrize("size", ["phone"])
def test_everybody_reads_on_the_narrowest_screen(
    new_context: Callable[..., BrowserContext], sign_in: SignIn, size: str
) -> None:
    open_demo_clinic()
    visit(new_context, sign_in, width=320)


def test_everybody_reads_with_letters_twice_as_large(
    new_context: Callable[..., BrowserContext], sign_in: SignIn
) -> None:
    open_demo_clinic()
    visit(new_context, sign_in, script="document.documentElement.style.fontSize = '200%'")


def visit(new_context: Callable[..., BrowserContext], sign_in: SignIn, *, width: int = 0, script: str = "") -> None:
    too_wide = []
    for who, paths in addresses().items():
        page = new_context().new_page()
        if width:
            page.set_viewport_size({"width": width, "height": 640})
        if who:
            sign_in(page.context, person(who))
        for path in paths:
            page.goto(path)
            page.evaluate(script)
            try:
                assert_fits(page, f"{who or 'visitor'} on {path}")
            except AssertionError as error:
                too_wide.append(str(error))
    assert not too_wide, "\n".join(too_wide)


def test_nothing_moves_for_those_who_asked_for_it(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    sign_in(page.context, person("mia"))
    page.goto("/today/")
    page.get_by_role("checkbox", name="Bridge done").check()
    slow = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
          const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
          const seconds = Math.max(...`${transitionDuration}, ${animationDuration}`.split(", ").map(parseFloat));
          return seconds > 0.01 || scrollBehavior === "smooth";
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert slow == []
    expect(page.get_by_role("checkbox", name="Bridge done")).to_be_checked()

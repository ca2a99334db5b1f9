"""Every page that a client can come to, of a client whose clinic, program and exercises have long names."""

from django.urls import reverse

from accounts.invitations import write_to_client
from accounts.models import Clinic, Episode, Listing, Routine, User
from accounts.template_loading import load_templates
from exercises.models import Exercise
from programs.models import Program, ReminderSettings, Session, Version
from programs.reminders.choosing import stop_token
from programs.safety_reports import report_sign
from programs.sharing import handout_token, share
from tests.access.doors import DOORS
from tests.browser.people import person

LONG_NAME = "Supported single-leg bridge with a slow count and long exhale"
LONG_WORD = "Rückenmuskulaturentspannungsübung"
LONG_CLINIC = "Centre for Physiotherapy, Rehabilitation and Sports Medicine at the Riverside Hospital"
LONG_PROGRAM = "Lower back and hips: settle, strengthen and back to gardening"
LONG_PERSON = "Wilhelmina Featherstonehaugh-Montgomery"

FILES = {
    *("figure_svg", "figure_png", "figure_drawing", "media_file", "media_poster", "calendar_feed"),
    *("template_handout", "exercises_handout", "program_handout", "shared_handout"),
    *("copy_file", "who_looked_file"),
    *("device_copy", "device_person", "service_worker", "manifest", "exercise_play"),
}
# The way to another page of the list; a form that fills itself; documentation for programmers.
ELSEWHERE = {"home", "client_list", "unsent_form", "api_docs"}


def expected_names() -> set[str]:
    """What the matrix of access opens to a client, as a page to look at."""
    found = {name for name, door in DOORS.items() if door.method == "get" and "client-own" in door.opens}
    return {name for name in found if " " not in name} - FILES - ELSEWHERE


def mias_program() -> Program:
    return Program.objects.select_related("episode", "current").get(episode__client=person("mia"))


def lengthen_names(program: Program) -> None:
    version, episode = program.current, program.episode
    assert version is not None
    assert episode.client is not None
    first, second, *_rest = version.document["phases"][0]["items"]
    first["name"], second["name"] = LONG_NAME, LONG_WORD
    Version.objects.filter(pk=version.pk).update(document=version.document)
    Exercise.objects.filter(slug=first["exercise"]).update(name=LONG_NAME)
    Clinic.objects.filter(episodes=episode).update(name=LONG_CLINIC)
    Program.objects.filter(pk=program.pk).update(name=LONG_PROGRAM)
    User.objects.filter(pk=episode.client.pk).update(name=LONG_PERSON)


def signed_in(program: Program) -> list[str]:
    return [*followed(program), *own(program), *shown()]


def followed(program: Program) -> list[str]:
    """What belongs to a program and to what was done."""
    session = Session.objects.filter(program=program).latest("day").get_absolute_url()
    address = program.get_absolute_url()
    parts = ["moments/", "links/", "routine/", "versions/", "versions/1/", "versions/compare/?before=1&after=2"]
    names = ["today", "today_short", "session_new", "own_progress", "safety_screen", "six_questions", "warning_signs"]
    return [
        *map(reverse, (*names, "breaks", "morning", "player", "message_list")),
        reverse("message_thread", args=[program.episode_id]),
        *(session, f"{session}edit/"),
        *(address, *(address + part for part in parts)),
        program.episode.get_absolute_url(),
    ]


def own(program: Program) -> list[str]:
    """The account and its keys, and what works without a network."""
    names = ["account_settings", "reminder_settings", "calendar_link", "token_new", "offline", "unsent", "clinic_list"]
    data = ["consent_list", "who_looked", "own_data", "erasure", "sign_in_list", "second_step"]
    keys = ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "account_email", "account_change_password"]
    clinic = reverse("clinic_detail", args=[program.episode.clinic_id])
    return [*map(reverse, (*names, *data, *keys, "account_logout")), clinic]


def shown() -> list[str]:
    """What everybody may read."""
    names = ["exercise_list", "guide", "routine_list", "routine_new", "template_list", "listing_list"]
    safety = ["safety", "flare_up", "back_check", "back_check_one_page"]
    exercise = reverse("exercise_detail", args=["glute-bridge"])
    load_templates()
    template = reverse("template_detail", args=[Routine.objects.templates()[0].slug])
    listing = Listing.objects.get(therapist=person("tess")).get_absolute_url()
    return [*map(reverse, (*names, *safety)), exercise, template, listing, f"{listing}request/sent/"]


def by_link(program: Program) -> list[str]:
    """Without an account: what is in mails, on paper and behind links."""
    therapist = person("tess")
    _link, shared = share(program=program, by=therapist)
    printed = reverse("shared_program", args=[handout_token(program=program, by=therapist)])
    invited = Episode.objects.filter(clinic=program.episode.clinic_id, client=None)[0]
    landing = reverse("invitation_landing", args=[write_to_client(episode=invited, by=therapist).token])
    reminders, _made = ReminderSettings.objects.get_or_create(user=person("mia"))
    stop = reverse("reminders_stop", args=[stop_token(reminders)])
    names = ["invitation_enter", "account_login", "account_request_login_code", "account_reset_password", "offline"]
    gone = [reverse("shared_program", args=["gone"]), reverse("invitation_landing", args=["gone"])]
    shown = [reverse("shared_program", args=[shared]), printed, f"{printed}sign-in/", landing, stop]
    return [*shown, *map(reverse, names), *gone]


def with_a_sign(program: Program) -> list[str]:
    """After a warning sign, which changes what Today says."""
    report = report_sign(by=person("mia"), episode=program.episode, tier="urgent")
    return [reverse("safety_report_detail", args=[report.pk]), reverse("today")]

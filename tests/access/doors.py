"""Every page of the site: how to reach it in the world of the matrix, and to whom it opens.

A page that is not listed here fails the inventory, so that whoever adds one says who may open it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import SignIn
from programs.reminders.choosing import stop_token
from tests.access.answers import ACTORS
from tests.access.world import World

# Without an account as far as pages go: they know no tokens, and a deactivated person's session is dead.
NOBODY = {"anon", "token-narrow", "share-link", "deactivated"}
EVERYBODY = set(ACTORS)
SIGNED_IN = EVERYBODY - NOBODY
CARE = {"T-care"}
CLINIC_THERAPISTS = {"T-care", "T-clinic", "T-former", "T-dual"}
COLLEAGUES = CLINIC_THERAPISTS | {"manager"}
RECORD = {"client-own", "T-care"}
CLIENT = {"client-own"}
EDITORS = {"editor", "admin"}
MANAGERS = {"manager", "admin"}
MANAGER = {"manager"}
MEMBERS = {"T-care", "T-clinic", "T-former", "T-dual", "manager", "admin"}
THERAPISTS = {"T-care", "T-clinic", "T-other", "T-former", "T-dual", "T-noclinic"}
PATIENTS = {"client-own", "client-other"}

Keys = Callable[[World], dict[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Door:
    """`opens` get the page or are sent on by it; `reads` see that it is there (403); the rest do not (404).

    `public` pages are for people without an account too; from others they are sent to sign in.
    """

    opens: set[str]
    keys: Keys = nothing
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    public: bool = False

    def expected(self, actor: str) -> set[int]:
        if actor in self.opens:
            # A form that was sent without its fields is read, and refused for what it says.
            return {200, 302, 400, 409}
        if actor in NOBODY and not self.public:
            return {401}
        return {403} if actor in self.reads else {404}


def public(keys: Keys = nothing) -> Door:
    return Door(EVERYBODY, keys, public=True)


def signed_in(method: str = "get") -> Door:
    return Door(SIGNED_IN, method=method)


def program(opens: set[str], method: str = "post", reads: set[str] = CLIENT) -> Door:
    return Door(opens, lambda w: {"pk": w.cast.program.pk}, method, reads=reads - opens)


def episode(opens: set[str], method: str = "get", reads: set[str] = CLIENT) -> Door:
    return Door(opens, lambda w: {"pk": w.cast.episode.pk}, method, reads=reads - opens)


def paused(method: str) -> Door:
    return Door(CARE, lambda w: {"pk": w.cast.program.pk, "number": w.pause.pk}, method, reads=CLIENT)


def session(opens: set[str], method: str = "get") -> Door:
    return Door(opens, lambda w: {"uuid": w.session.uuid}, method, reads=RECORD - opens)


def routine(method: str = "get") -> Door:
    return Door(CARE, lambda w: {"pk": w.routine.pk}, method)


def clinic(opens: set[str], method: str = "get") -> Door:
    return Door(opens, lambda w: {"pk": w.cast.clinic.pk}, method, reads=(MEMBERS | PATIENTS) - opens)


def own_exercise(opens: set[str], method: str = "get", reads: set[str] = MEMBERS | PATIENTS) -> Door:
    """A page about an exercise that only the clinic of C's therapist has."""
    keys: Keys = lambda w: {"pk": w.cast.clinic.pk, "slug": w.clinic_exercise.slug}  # noqa: E731
    return Door(opens, keys, method, reads=reads - opens)


def measure(method: str) -> Door:
    return Door(CARE, lambda w: {"pk": w.measure.pk}, method, reads=CLIENT)


def pending(method: str = "post") -> Door:
    return Door(CARE, lambda w: {"pk": w.pending_episode.pk}, method)


def invitation(method: str = "post") -> Door:
    return Door(CARE | MANAGERS, lambda w: {"pk": w.invitation.pk}, method)


def membership(world: World) -> dict[str, Any]:
    return {"pk": world.cast.clinic.memberships.get(user=world.cast.colleague).pk}


def care_place(world: World) -> dict[str, Any]:
    return {"pk": world.cast.episode.care_team.get(therapist=world.cast.therapist).pk}


def listing(world: World) -> dict[str, Any]:
    return {"pk": world.listing.pk}


def asked(world: World) -> dict[str, Any]:
    return {"pk": world.asked.pk}


def token(world: World) -> dict[str, Any]:
    return {"pk": world.cast.therapist.api_tokens.get().pk}


def sign_in(world: World) -> dict[str, Any]:
    """Of the therapist, in another browser."""
    found, _new = SignIn.objects.get_or_create(user=world.cast.therapist, session_key="of-another-browser")
    return {"pk": found.pk}


def feed(world: World) -> dict[str, Any]:
    return {"pk": world.feed.pk}


def emergency(world: World) -> dict[str, Any]:
    return {"pk": world.emergency.pk}


def rostered(world: World) -> dict[str, Any]:
    return {"pk": world.cast.clinic.pk, "episode": world.cast.episode.pk}


INVITED = EVERYBODY - SIGNED_IN | {"invitee"}

DOORS: dict[str, Door] = {
    "home": public(),
    "exercise_list": public(),
    "exercise_detail": public(lambda w: {"slug": "glute-bridge"}),
    "exercise_detail of a draft": Door(EDITORS, lambda w: {"slug": w.draft_exercise.slug}, public=True),
    "exercise_detail of a clinic": Door(COLLEAGUES, lambda w: {"slug": w.clinic_exercise.slug}, public=True),
    "player": public(),
    "exercise_play": public(lambda w: {"slug": "glute-bridge"}),
    "exercise_play of a draft": Door(EDITORS, lambda w: {"slug": w.draft_exercise.slug}, public=True),
    "exercise_play of a clinic": Door(COLLEAGUES, lambda w: {"slug": w.clinic_exercise.slug}, public=True),
    "routine_play": Door(CARE, lambda w: {"pk": w.routine.pk}, public=True),
    "figure_svg": public(lambda w: {"slug": "glute-bridge"}),
    "figure_svg of a draft": Door(EDITORS, lambda w: {"slug": w.draft_exercise.slug}, public=True),
    "figure_png": public(lambda w: {"slug": "glute-bridge"}),
    "figure_png of a draft": Door(EDITORS, lambda w: {"slug": w.draft_exercise.slug}, public=True),
    "figure_drawing": public(lambda w: {"digest": w.drawing.digest}),
    "figure_drawing of a draft": Door(EDITORS, lambda w: {"digest": w.draft_drawing.digest}, public=True),
    "media_file": public(lambda w: {"pk": w.media.pk}),
    "media_file of a draft": Door(EDITORS, lambda w: {"pk": w.draft_media.pk}, public=True),
    "media_poster": public(lambda w: {"pk": w.media.pk}),
    "media_poster of a draft": Door(EDITORS, lambda w: {"pk": w.draft_media.pk}, public=True),
    "guide": public(),
    "safety": public(),
    "flare_up": public(),
    "back_check": public(),
    "back_check_one_page": public(),
    "api_docs": public(),
    "invitation_enter": public(),
    "invitation_landing": Door(
        INVITED, lambda w: {"token": w.invitation_token}, reads=SIGNED_IN - INVITED, public=True
    ),
    # The invitee has an account, so whoever comes without one is sent to sign in to it.
    "invitation_accept": Door({"invitee"}, lambda w: {"token": w.invitation_token}, "post", reads=SIGNED_IN),
    "invitation_revoke": invitation(),
    "invitation_resend": invitation(),
    "template_list": public(),
    "template_detail": public(lambda w: {"slug": w.template.slug}),
    "template_handout": public(lambda w: {"slug": w.template.slug}),
    "exercises_handout": Door(EVERYBODY, nothing, data={"exercise": "glute-bridge"}, public=True),
    "routine_handout": routine(),
    "routine_list": signed_in(),
    "routine_new": signed_in(),
    "routine_detail": routine(),
    "routine_edit": routine(),
    "routine_plan": routine("post"),
    "routine_lines": routine(),
    "routine_lines saved": routine("post"),
    "routine_suggest": routine(),
    "routine_delete": routine("post"),
    "routine_copy": routine("post"),
    "routine_phases": routine(),
    "client_list": signed_in(),
    "client_new": Door(THERAPISTS - {"T-noclinic"}, reads=SIGNED_IN),
    "episode_detail": episode(RECORD),
    "attention_dismiss": episode(CARE, "post"),
    "attention_snooze": episode(CARE, "post"),
    "episode_edit": episode(CARE),
    "episode_home": episode(CARE),
    "episode_end": episode(CARE, "post"),
    "episode_invite": pending(),
    "episode_name": episode(CLIENT, "post", reads=CARE),
    "sharing_stop": episode(CLIENT, "post", reads=CARE),
    "sharing_again": episode(CLIENT, "post", reads=CARE),
    "consent_list": signed_in(),
    "measure_new": episode(CARE, "post"),
    "measure_edit": measure("get"),
    "measure_delete": measure("post"),
    "care_team_add": episode(CARE, "post"),
    "care_team_end": Door(CARE, care_place, "post", reads=CLIENT),
    "clinic_list": signed_in(),
    "clinic_detail": clinic(MEMBERS | PATIENTS),
    "clinic_edit": clinic(MANAGERS),
    "clinic_invite": clinic(MANAGERS, "post"),
    # Somebody's own membership is theirs to end.
    "member_end": Door(MANAGERS | {"T-clinic"}, membership, "post", reads=MEMBERS),
    "member_close": Door(MANAGERS, membership, reads=MEMBERS),
    "member_close to send": Door(MANAGERS, membership, "post", reads=MEMBERS),
    "member_second_step": Door(MANAGERS, membership, reads=MEMBERS),
    "member_second_step to send": Door(MANAGERS, membership, "post", reads=MEMBERS),
    "clinic_clients": clinic(MANAGERS),
    "clinic_team": Door(MANAGERS, rostered, reads=(MEMBERS | PATIENTS) - MANAGERS),
    "clinic_team to change": Door(MANAGERS, rostered, "post", reads=(MEMBERS | PATIENTS) - MANAGERS),
    "emergency_new": clinic(MEMBERS),
    "emergency_end": Door({"T-clinic"}, emergency, "post", reads=CLIENT),
    "clinic_exercise_list": clinic(COLLEAGUES),
    "clinic_exercise_new": clinic(CLINIC_THERAPISTS),
    "clinic_exercise_new_preview": clinic(CLINIC_THERAPISTS, "post"),
    "clinic_exercise_neighbours": clinic(CLINIC_THERAPISTS),
    "clinic_exercise_detail": own_exercise(COLLEAGUES),
    "clinic_exercise_edit": own_exercise(CLINIC_THERAPISTS),
    "clinic_exercise_preview": own_exercise(CLINIC_THERAPISTS),
    "clinic_exercise_publish": own_exercise(CLINIC_THERAPISTS, "post"),
    "clinic_exercise_discard": own_exercise(CLINIC_THERAPISTS, "post"),
    "clinic_exercise_retire": own_exercise(CLINIC_THERAPISTS, "post"),
    "clinic_exercise_offer": own_exercise(CLINIC_THERAPISTS, "post"),
    "clinic_exercise_withdraw": own_exercise(CLINIC_THERAPISTS, "post"),
    "listing_list": public(),
    "listing_detail": public(listing),
    "listing_detail of a draft": Door(CARE, lambda w: {"pk": w.draft_listing.pk}, public=True),
    "listing_phone": Door(EVERYBODY, listing, "post", public=True),
    "appointment_new": Door(EVERYBODY, listing, "post", public=True),
    "appointment_sent": public(listing),
    "clinic_listing": clinic(MANAGER),
    "own_listing": clinic(MEMBERS - MANAGERS),
    "listing_publish": Door(MANAGER, listing, "post"),
    "listing_withdraw": Door(MANAGER, listing, "post"),
    "listing_confirm": Door(MANAGER, listing, "post"),
    "listing_delete": Door(MANAGER, listing, "post"),
    # A site admin sees the clinic, and not who asked it for an appointment.
    "request_list": clinic(MEMBERS - {"admin"}),
    "request_take": Door(MANAGER, asked, "post"),
    "request_decline": Door(MANAGER, asked, "post"),
    "request_spam": Door(MANAGER, asked, "post"),
    "request_reopen": Door(MANAGER, asked, "post"),
    "account_settings": signed_in(),
    "time_zone": signed_in("post"),
    "who_looked": signed_in(),
    "who_looked_file": signed_in(),
    "token_new": signed_in(),
    "unsent_form": signed_in(),
    "passkey_decline": signed_in("post"),
    "install_decline": signed_in("post"),
    "second_step": signed_in(),
    "sign_in_list": signed_in(),
    "sign_ins_end_others": signed_in("post"),
    "sign_in_end": Door(CARE, sign_in, "post"),
    "token_revoke": Door(CARE, token, "post"),
    "proposal_list": program(CARE, "get"),
    "proposal_detail": Door(CARE, lambda w: {"pk": w.proposal.pk}),
    "proposal_accept": Door(CARE, lambda w: {"pk": w.proposal.pk}, "post"),
    "proposal_decline": Door(CARE, lambda w: {"pk": w.proposal.pk}, "post"),
    "check_in_new": episode(CLIENT, "post", reads=CARE),
    "warning_signs": signed_in(),
    "safety_report_new": episode(CLIENT, "post", reads=CARE),
    "safety_report_detail": Door(RECORD, lambda w: {"pk": w.report.pk}),
    "safety_report_clear": Door(CARE, lambda w: {"pk": w.report.pk}, "post", reads=CLIENT),
    "own_data": signed_in(),
    "own_data to ask": signed_in("post"),
    "copy_file": Door(CLIENT, lambda w: {"pk": w.copy.pk}),
    "copy_delete": Door(CLIENT, lambda w: {"pk": w.copy.pk}, "post"),
    "erasure": signed_in(),
    "erasure to ask": signed_in("post"),
    "erasure_undo": signed_in("post"),
    "clinic_records": clinic(MANAGERS),
    "clinic_records saved": clinic(MANAGERS, "post"),
    "clinic_client_data": clinic(MANAGERS, "post"),
    "today": signed_in(),
    "calendar_link": signed_in(),
    "calendar_link_new": signed_in("post"),
    "calendar_link_names": signed_in("post"),
    "calendar_link_off": signed_in("post"),
    "calendar_feed": public(lambda w: {"token": w.feed_secret}),
    "program_handout": program(RECORD, "get"),
    "program_handout of a draft": Door(CARE, lambda w: {"pk": w.draft_program.pk}),
    "share_links": program(RECORD, "get"),
    "share_links to make one": program(RECORD),
    "share_link_revoke": Door(RECORD, lambda w: {"pk": w.cast.program.pk, "link": w.share_link.pk}, "post"),
    # The address is all that is asked for.
    "shared_program": public(lambda w: {"token": w.share_token}),
    "shared_handout": public(lambda w: {"token": w.share_token}),
    "shared_sign_in": public(lambda w: {"token": w.share_token}),
    "shared_sign_in to send": Door(EVERYBODY, lambda w: {"token": w.share_token}, "post", public=True),
    "session_new": signed_in(),
    "session_detail": session(RECORD),
    "session_edit": session(CLIENT),
    "session_delete": session(CLIENT, "post"),
    "program_start": Door(THERAPISTS - {"T-noclinic"}, reads=SIGNED_IN),
    "program_detail": program(RECORD, "get"),
    "program_detail of a draft": Door(CARE, lambda w: {"pk": w.draft_program.pk}),
    "program_edit": program(CARE, "get"),
    "program_plan": program(CARE),
    "program_lines": program(CARE, "get"),
    "program_lines saved": program(CARE),
    "program_suggest": program(CARE, "get"),
    "program_delete": program(CARE),
    "program_preview": program(CARE, "get"),
    "program_publish": program(CARE),
    "program_pause": program(CARE),
    "program_resume": program(CARE),
    "program_end": program(CARE),
    "program_paper": program(CARE, "get"),
    "program_paper to send": program(CARE),
    "program_routine": program(RECORD, "get"),
    "program_routine of a draft": Door(CARE, lambda w: {"pk": w.draft_program.pk}, "post"),
    "message_list": signed_in(),
    "message_thread": episode(RECORD),
    "message_new": episode(RECORD, "post"),
    "message_read": episode(RECORD, "post"),
    "breaks": public(),
    "break_new": signed_in("post"),
    "device_copy": Door(SIGNED_IN),  # of oneself
    "device_person": public(),
    "service_worker": public(),
    "manifest": public(),
    "offline": public(),
    "unsent": public(),
    "program_seen": program(CLIENT, reads=CARE),
    "program_revised": program(CARE, "get"),
    "program_copy": program(CARE, "get"),
    "program_maintenance": program(CARE),
    "pause_edit": paused("get"),
    "pause_delete": paused("post"),
    "today_short": signed_in(),
    "morning": signed_in(),
    "reminder_settings": signed_in(),
    "reminders_off": signed_in("post"),
    "reminders_keep": signed_in("post"),
    "reminders_test": signed_in("post"),
    "cue_card_close": signed_in("post"),
    "push_delete": Door(CLIENT, lambda w: {"pk": w.push.pk}, "post"),
    "push_test": Door(CLIENT, lambda w: {"pk": w.push.pk}, "post"),
    "program_cues": program(CLIENT, "get", reads=CARE),
    "program_cues saved": program(CLIENT, reads=CARE),
    # Whoever holds the link of a mail may stop what the mail came from.
    "reminders_stop": public(lambda w: {"token": stop_token(w.reminders)}),
    "safety_screen": signed_in(),
    "own_progress": signed_in(),
    "six_questions": signed_in(),
    "safety_screen_anew": episode(CARE, "post"),
    # Nobody is named in the tests: see tests/test_security_txt.py.
    "security_txt": Door(set(), public=True),
    "csp_reports": Door(EVERYBODY, nothing, "post", public=True),
    "version_list": program(RECORD, "get"),
    "version_compare": program(RECORD, "get"),
    "version_restore": Door(CARE, lambda w: {"pk": w.cast.program.pk, "number": 1}, "post", reads=CLIENT),
    "version_detail": Door(RECORD, lambda w: {"pk": w.cast.program.pk, "number": 1}),
}

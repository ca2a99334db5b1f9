"""What the page "Start a program" says before anything is done: the plan to begin with, and what will happen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.about import About
from accounts.home import Home
from accounts.models import Episode, Routine, User
from accounts.plan_edits import from_phase
from accounts.plan_exercises import without_retired
from accounts.plan_pages import to_read
from accounts.plans import Plan, PlanError
from exercises.models import Exercise
from programs.forms.starting import StartForm
from programs.models import Program
from programs.starting import invitation_under_way, lacking, name_taken


@dataclass(frozen=True)
class Prospect:
    """`phases` as `to_read` gives them; `happens` and `blockers` are sentences. `mails`: the client is asked in.

    With a blocker the program can be opened in the builder, and not be published as it is.
    """

    episode: Episode | None = None
    routine: Routine | None = None
    about: About | None = None
    phases: list[dict[str, Any]] = field(default_factory=list)
    happens: list[str] = field(default_factory=list)
    blockers: list[str] = field(default_factory=list)
    mails: bool = False

    @property
    def may_publish(self) -> bool:
        return self.routine is not None and not self.blockers


def prospect_of(form: StartForm) -> Prospect:
    """Of what the form says so far; what is missing or wrong is left out."""
    said = form.so_far()
    episode, routine = said.get("episode"), said.get("routine")
    if routine is None:
        return Prospect(episode=episode, happens=[_("An empty plan opens in the builder. No mail is sent yet.")])
    first = said.get("phase") or 1
    plan, blockers = plan_and_blockers(routine, first, episode, form.user)
    if episode and (taken := name_taken(episode, said.get("name") or routine.name)):
        blockers.append(taken)
    return Prospect(
        episode=episode,
        routine=routine,
        about=routine.read_about() if routine.is_template else None,
        phases=to_read(plan),
        happens=[*mail_words(episode, said.get("client_email") or ""), *beside_words(episode)],
        blockers=blockers,
        mails=episode is None or (episode.client_id is None and invitation_under_way(episode) is None),
    )


def plan_and_blockers(routine: Routine, first: int, episode: Episode | None, user: User) -> tuple[Plan, list[str]]:
    whole = routine.read_plan()
    try:
        plan = from_phase(whole, first)
    except PlanError as error:
        return whole, error.sentences
    among = Exercise.objects.usable_at(episode.clinic_id) if episode else Exercise.objects.usable_by(user)
    kept, gone = without_retired(plan, among)
    blockers = list(lacking(routine, kept, gone, episode.read_home() if episode else Home(), among))
    try:
        kept.require_publishable()
    except PlanError as error:
        blockers += error.sentences
    return plan, blockers


def mail_words(episode: Episode | None, email: str) -> Iterator[str]:
    if episode is None:
        nowhere = _("A mail with a link goes to the address that you give.")
        yield _("A mail with a link goes to %(email)s.") % {"email": email} if email else nowhere
        return
    about = {"name": episode.client_name, "email": episode.client_email}
    if episode.client_id is not None:
        yield _("%(name)s has an account and sees it on Today. No mail is sent.") % about
    elif invitation := invitation_under_way(episode):
        about["day"] = date_format(localtime(invitation.sent_at), "j F")
        yield _("%(name)s was invited on %(day)s and has not joined yet. No second mail is sent.") % about
    else:
        yield _("A mail with a link goes to %(email)s.") % about


def beside_words(episode: Episode | None) -> Iterator[str]:
    """What the client follows already."""
    if episode is None:
        return
    running = Program.objects.filter(episode=episode).running(episode.local_day()).values_list("name", flat=True)
    if names := ", ".join(f"“{name}”" for name in running):
        about = {"name": episode.client_name, "names": names}
        yield _("It comes beside what %(name)s has already: %(names)s.") % about

"""What accounts know about a person, model by model."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from accounts.models import (
    AccessChain,
    AccessEntry,
    Alarm,
    ApiToken,
    AppointmentRequest,
    CareTeamMember,
    Clinic,
    Consent,
    EmergencyAccess,
    Episode,
    ErasedPerson,
    Erasure,
    FrozenRecord,
    Invitation,
    KnownDevice,
    Listing,
    ListingConsent,
    ListingLanguage,
    ListingSpeciality,
    Membership,
    PersonExport,
    RefusedTry,
    Routine,
    SignIn,
    User,
)
from accounts.privacy.registry import Part, of_episode, of_person, registry

RIGHTS = ("password", "last_login", "is_staff", "is_superuser", "is_active", "groups", "user_permissions")


def declare() -> None:
    declare_person()
    declare_record()
    declare_access()
    declare_work()
    declare_left_out()


def declare_person() -> None:
    of_person(User, "pk", without=RIGHTS, erases=None)
    of_person(EmailAddress, "user")
    of_person(Routine, "owner")


def declare_record() -> None:
    # A clinic that must keep a record keeps who treated whom for what, under a label.
    blank: dict[str, Any] = {"client": None, "client_name": "", "client_email": "", "home": {}}
    of_person(Episode, "client", episode="pk", frozen=blank)
    of_episode(CareTeamMember, "episode", frozen={})


def declare_access() -> None:
    """How the person gets in, who was let in, and who looked. None of it comes back elsewhere."""
    of_person(ApiToken, "user", without=["digest"], returns=False)
    of_person(Authenticator, "user", without=["data"], returns=False)
    of_person(SignIn, "user", without=["session_key"], returns=False)
    of_person(KnownDevice, "user", without=["digest"], returns=False)
    of_person(SocialAccount, "user", returns=False)
    of_episode(EmergencyAccess, "episode", returns=False)
    of_person(PersonExport, "person", without=["file"], returns=False)
    of_person(Erasure, "person", returns=False, erases=None)
    # Kept for six years as a proof, with ids alone; the database lets nobody delete one.
    registry.add(Part(Consent, lambda user: Q(person=user.pk), returns=False, names=("actor",)))
    registry.add(
        Part(
            AccessEntry,
            lambda user: Q(episode__in=Episode.objects.filter(client=user).values("pk")),
            without=frozenset({"address", "seal"}),
            returns=False,
            names=("actor",),
        )
    )
    registry.add(
        Part(
            Invitation,
            invited,
            without=frozenset({"token_digest", "code_digest", "code_tries"}),
            returns=False,
            erases=invited,
        )
    )
    registry.add(
        Part(
            AppointmentRequest,
            asked,
            without=frozenset({"phone_key", "handled_by"}),
            returns=False,
            erases=asked,
        )
    )


def invited(user: User) -> Q:
    """What was sent to the person, for whatever, and what brought the person in."""
    sent = Q(email__iexact=user.email) | Q(email__in=proved(user))
    return Q(episode__in=Episode.objects.filter(client=user).values("pk")) | Q(accepted_by=user) | sent


def asked(user: User) -> Q:
    """Visitors say who they are by an address alone; only one that is proved to be the person's counts."""
    return Q(email__in=proved(user)) & ~Q(email="")


def proved(user: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))


def declare_work() -> None:
    """Of people who work at a clinic: what they are there, and what they say of themselves in public."""
    of_person(Membership, "user", returns=False)
    of_person(Listing, "therapist", returns=False)
    of_person(ListingLanguage, "listing__therapist", returns=False)
    of_person(ListingSpeciality, "listing__therapist", returns=False)
    # That somebody agreed is proof for the clinic; it stays, and with it the account that it names.
    of_person(ListingConsent, "given_by", returns=False, erases=None)


def declare_left_out() -> None:
    registry.leave_out("Clinics: their name and telephone number are given beside what you had there.", Clinic)
    registry.leave_out("The catalogue of exercises, which is nobody's.", *apps.get_app_config("exercises").get_models())
    registry.leave_out(
        "How this site works inside: it says nothing about you.", Group, Permission, ContentType, AccessChain, SocialApp
    )
    registry.leave_out("Keys by which you are let in; they end by themselves.", Session, EmailConfirmation, SocialToken)
    registry.leave_out("What the site still has to do; it is gone within days.", DBTaskResult)
    registry.leave_out("What editors and site admins did to the site's own pages.", LogEntry)
    registry.leave_out(
        "How often something was tried, and what browsers complained of: it names nobody.",
        *apps.get_app_config("backfit").get_models(),
    )
    registry.leave_out("What the site noticed of strange use, by numbers and without names.", Alarm, RefusedTry)
    registry.leave_out("What is kept of people who have gone; nobody is named in it.", FrozenRecord, ErasedPerson)

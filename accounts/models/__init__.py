from accounts.models.access_log import AccessChain, AccessEntry
from accounts.models.alarm import Alarm, RefusedTry
from accounts.models.appointment import AppointmentRequest
from accounts.models.clinic import Clinic, Membership
from accounts.models.consent import Consent
from accounts.models.emergency import EmergencyAccess
from accounts.models.episode import CareTeamMember, Episode
from accounts.models.erasure import ErasedPerson, Erasure, FrozenRecord
from accounts.models.invitation import Invitation
from accounts.models.listing import Listing
from accounts.models.listing_parts import ListingConsent, ListingLanguage, ListingSpeciality, Speciality
from accounts.models.person_export import PersonExport
from accounts.models.roster import ClinicClient
from accounts.models.routine import Routine
from accounts.models.sign_in import KnownDevice, SignIn
from accounts.models.token import ApiToken
from accounts.models.user import Roles, User

__all__ = [
    "AccessChain",
    "AccessEntry",
    "Alarm",
    "ApiToken",
    "AppointmentRequest",
    "CareTeamMember",
    "Clinic",
    "ClinicClient",
    "Consent",
    "EmergencyAccess",
    "Episode",
    "ErasedPerson",
    "Erasure",
    "FrozenRecord",
    "Invitation",
    "KnownDevice",
    "Listing",
    "ListingConsent",
    "ListingLanguage",
    "ListingSpeciality",
    "Membership",
    "PersonExport",
    "RefusedTry",
    "Roles",
    "Routine",
    "SignIn",
    "Speciality",
    "User",
]

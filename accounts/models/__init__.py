from accounts.models.access_log import AccessChain, AccessEntry
from accounts.models.appointment import AppointmentRequest
from accounts.models.clinic import Clinic, Membership
from accounts.models.episode import CareTeamMember, Episode
from accounts.models.erasure import ErasedPerson, Erasure, FrozenRecord
from accounts.models.invitation import Invitation
from accounts.models.listing import Listing
from accounts.models.listing_parts import ListingConsent, ListingLanguage, ListingSpeciality, Speciality
from accounts.models.person_export import PersonExport
from accounts.models.routine import Routine
from accounts.models.token import ApiToken
from accounts.models.user import Roles, User

__all__ = [
    "AccessChain",
    "AccessEntry",
    "ApiToken",
    "AppointmentRequest",
    "CareTeamMember",
    "Clinic",
    "Episode",
    "ErasedPerson",
    "Erasure",
    "FrozenRecord",
    "Invitation",
    "Listing",
    "ListingConsent",
    "ListingLanguage",
    "ListingSpeciality",
    "Membership",
    "PersonExport",
    "Roles",
    "Routine",
    "Speciality",
    "User",
]

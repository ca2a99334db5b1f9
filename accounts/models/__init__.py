from accounts.models.clinic import Clinic, Membership
from accounts.models.episode import CareTeamMember, Episode
from accounts.models.invitation import Invitation
from accounts.models.routine import Routine
from accounts.models.token import ApiToken
from accounts.models.user import Roles, User

__all__ = [
    "ApiToken",
    "CareTeamMember",
    "Clinic",
    "Episode",
    "Invitation",
    "Membership",
    "Roles",
    "Routine",
    "User",
]

from programs.models.attention import Attention, DeskState
from programs.models.calendar_feed import CalendarFeed
from programs.models.check_in import CheckIn
from programs.models.cue import Cue
from programs.models.measure import Measure
from programs.models.message import Message, MessageNotice
from programs.models.pause import Pause
from programs.models.program import Program
from programs.models.proposal import Proposal
from programs.models.push import PushSubscription
from programs.models.reminder import Reminder, ReminderConsent, ReminderSettings
from programs.models.safety import SafetyReport
from programs.models.screen import SafetyScreen
from programs.models.session import Correction, DayTally, Result, Session
from programs.models.share_link import ShareLink
from programs.models.version import Version, VersionExercise

__all__ = [
    "Attention",
    "CalendarFeed",
    "CheckIn",
    "Correction",
    "Cue",
    "DayTally",
    "DeskState",
    "Measure",
    "Message",
    "MessageNotice",
    "Pause",
    "Program",
    "Proposal",
    "PushSubscription",
    "Reminder",
    "ReminderConsent",
    "ReminderSettings",
    "Result",
    "SafetyReport",
    "SafetyScreen",
    "Session",
    "ShareLink",
    "Version",
    "VersionExercise",
]

from programs.models.attention import Attention, DeskState
from programs.models.check_in import CheckIn
from programs.models.measure import Measure
from programs.models.pause import Pause
from programs.models.program import Program
from programs.models.proposal import Proposal
from programs.models.safety import SafetyReport
from programs.models.screen import SafetyScreen
from programs.models.session import Correction, DayTally, Result, Session
from programs.models.version import Version, VersionExercise

__all__ = [
    "Attention",
    "CheckIn",
    "Correction",
    "DayTally",
    "DeskState",
    "Measure",
    "Pause",
    "Program",
    "Proposal",
    "Result",
    "SafetyReport",
    "SafetyScreen",
    "Session",
    "Version",
    "VersionExercise",
]

from programs.models.attention import Attention, DeskState
from programs.models.check_in import CheckIn
from programs.models.measure import Measure
from programs.models.program import Pause, Program, Version, VersionExercise
from programs.models.proposal import Proposal
from programs.models.safety import SafetyReport
from programs.models.session import Correction, DayTally, Result, Session

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
    "Session",
    "Version",
    "VersionExercise",
]

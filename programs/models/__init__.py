from programs.models.program import Pause, Program, Version, VersionExercise
from programs.models.session import Correction, DayTally, Result, Session

__all__ = [
    "Correction",
    "DayTally",
    "Pause",
    "Program",
    "Result",
    "Session",
    "Version",
    "VersionExercise",
]

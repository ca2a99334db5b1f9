from exercises.models.exercise import Caution, Exercise, Fault, MuscleUse, Step
from exercises.models.guide import GuidePage
from exercises.models.vocabulary import Equipment, Muscle, PrecautionTag, Region

__all__ = [
    "Caution",
    "Equipment",
    "Exercise",
    "Fault",
    "GuidePage",
    "Muscle",
    "MuscleUse",
    "PrecautionTag",
    "Region",
    "Step",
]

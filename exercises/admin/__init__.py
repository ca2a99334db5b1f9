from exercises.admin.exercise import ExerciseAdmin
from exercises.admin.guide import GuidePageAdmin
from exercises.admin.vocabulary import EquipmentAdmin, MuscleAdmin, PrecautionTagAdmin, RegionAdmin

__all__ = [
    "EquipmentAdmin",
    "ExerciseAdmin",
    "GuidePageAdmin",
    "MuscleAdmin",
    "PrecautionTagAdmin",
    "RegionAdmin",
]

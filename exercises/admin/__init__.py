from exercises.admin.drafts import DraftAdmin
from exercises.admin.exercise import ExerciseAdmin
from exercises.admin.guide import GuidePageAdmin
from exercises.admin.vocabulary import EquipmentAdmin, MuscleAdmin, PrecautionTagAdmin, RegionAdmin

__all__ = [
    "DraftAdmin",
    "EquipmentAdmin",
    "ExerciseAdmin",
    "GuidePageAdmin",
    "MuscleAdmin",
    "PrecautionTagAdmin",
    "RegionAdmin",
]

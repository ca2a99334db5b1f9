from exercises.models.draft import Draft
from exercises.models.drawing import FigureDrawing, FigurePicture
from exercises.models.exercise import Exercise
from exercises.models.figure import Figure
from exercises.models.guide import GuidePage
from exercises.models.guide_history import GuideDraft, GuideRevision
from exercises.models.likeness import Likeness
from exercises.models.lines import Caution, Fault, MuscleUse, Step
from exercises.models.media import Media, Showing
from exercises.models.origin import ExerciseOrigin
from exercises.models.revision import EditorialEvent, Revision
from exercises.models.search import FacetKey, Posting, SearchGram, SearchWord
from exercises.models.vocabulary import Equipment, Muscle, PrecautionTag, Region

__all__ = [
    "Caution",
    "Draft",
    "EditorialEvent",
    "Equipment",
    "Exercise",
    "ExerciseOrigin",
    "FacetKey",
    "Fault",
    "Figure",
    "FigureDrawing",
    "FigurePicture",
    "GuideDraft",
    "GuidePage",
    "GuideRevision",
    "Likeness",
    "Media",
    "Muscle",
    "MuscleUse",
    "Posting",
    "PrecautionTag",
    "Region",
    "Revision",
    "SearchGram",
    "SearchWord",
    "Showing",
    "Step",
]

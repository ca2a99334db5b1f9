from exercises.models.drawing import FigureDrawing, FigurePicture
from exercises.models.exercise import Exercise
from exercises.models.figure import Figure
from exercises.models.guide import GuidePage
from exercises.models.lines import Caution, Fault, MuscleUse, Step
from exercises.models.search import Listing, Posting, SearchGram, SearchWord
from exercises.models.vocabulary import Equipment, Muscle, PrecautionTag, Region

__all__ = [
    "Caution",
    "Equipment",
    "Exercise",
    "Fault",
    "Figure",
    "FigureDrawing",
    "FigurePicture",
    "GuidePage",
    "Listing",
    "Muscle",
    "MuscleUse",
    "Posting",
    "PrecautionTag",
    "Region",
    "SearchGram",
    "SearchWord",
    "Step",
]

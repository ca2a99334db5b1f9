"""The few exercises that a back check shows: gentle, doable at home, and none that its answers speak against."""

from exercises.back_check import About, Age, Move, Where
from exercises.models import Equipment, Exercise
from exercises.models.exercise import ExerciseQuerySet

MOST = 3
MOST_OF_A_KIND = 2
REGIONS = {
    Where.LOWER_BACK: ["lower-back"],
    Where.UPPER_BACK: ["upper-back", "mid-back"],
    Where.NECK: ["neck"],
    Where.LIMB: ["lower-back"],
}
HOUSEHOLD = ["chair", "counter", "doorway", "mat", "pillow", "step", "towel", "wall"]
OFF_THE_FLOOR = [Exercise.Position.SITTING, Exercise.Position.STANDING]
# A caution's tag says which way an exercise bends the back.
BENDS = {Move.BENDING: "flexion-sensitive", Move.ARCHING: "extension-sensitive"}
# Nobody has looked at this person: what needs care with symptoms in a leg is left to a therapist.
NEVER = ["leg-symptoms"]
OLDER = ["osteoporosis", "falls"]


def gentle_exercises(about: About) -> list[Exercise]:
    """Up to three, the fitting ones first, at most two of a kind. Each can be shown as a card without a query."""
    picked: list[Exercise] = []
    for exercise in sorted(candidates(about), key=lambda exercise: (rank(exercise, about), exercise.name)):
        if sum(other.kind == exercise.kind for other in picked) < MOST_OF_A_KIND:
            picked.append(exercise)
    return picked[:MOST]


def candidates(about: About) -> ExerciseQuerySet:
    rows = Exercise.objects.published().filter(difficulty__lte=2, regions__slug__in=REGIONS[about.where])
    rows = rows.exclude(kind=Exercise.Kind.HABIT)
    rows = rows.exclude(equipment__in=Equipment.objects.exclude(slug__in=HOUSEHOLD))
    rows = rows.exclude(cautions__tag__slug__in=refused_tags(about))
    if not about.floor:
        rows = rows.filter(position__in=OFF_THE_FLOOR)
    return rows.distinct().with_pictures().prefetch_related("regions", "cautions__tag")


def refused_tags(about: About) -> list[str]:
    provoked = [BENDS[about.provokes]] if about.provokes in BENDS else []
    return [*NEVER, *provoked, *(OLDER if about.age == Age.OLDER else [])]


def rank(exercise: Exercise, about: About) -> tuple[int, int]:
    """Lower fits better: what goes the way that eases, then easy movement, then the rest; gentle before hard."""
    tags = {caution.tag.slug for caution in exercise.cautions.all() if caution.tag}
    eases = BENDS.get(about.eases, "")
    if eases in tags or (about.eases == Move.RESTING and exercise.kind == Exercise.Kind.BREATHING):
        return (0, exercise.difficulty)
    # Where one direction eases, the other is not for a start.
    if eases and tags & set(BENDS.values()):
        return (3, exercise.difficulty)
    return (1 if exercise.kind == Exercise.Kind.MOBILITY else 2, exercise.difficulty)

"""An exercise that only the demonstration's clinic has, put to use in a routine."""

from accounts.models import Clinic, User
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.models import Exercise

WORDS = {
    "slug": "any",  # the clinic's own gets an address that nobody can guess
    "name": "Towel roll-down",
    "kind": "mobility",
    "position": "standing",
    "purpose": "Lets the back bend and come up again without hurry.",
    "feel": "A soft pull along the back. It is fine to go only half way.",
    "steps": [
        "Stand with your feet as wide as your hips and hold a rolled towel in both hands.",
        "Let the towel slide down your thighs and let your back round as far as is easy.",
        "Breathe out, and come up again one part of the back after the other.",
    ],
    "faults": [{"fault": "The knees lock.", "mend": "Keep them a little bent."}],
    "cautions": [{"tag": None, "text": "Stop if pain runs down a leg, and tell your therapist."}],
    "regions": ["lower-back"],
    "dose": "1x8",
    "difficulty": 2,
    "licence": "CC BY-SA 4.0",
}


def make_own_exercise(clinic: Clinic, therapist: User) -> Exercise:
    document = ExerciseDocument.from_json(WORDS | {"author": clinic.name})
    draft = drafts.create(document=document, by=therapist, clinic=clinic)
    drafts.publish(draft=draft, by=therapist)
    return draft.exercise

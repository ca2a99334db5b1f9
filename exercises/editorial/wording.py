"""Words that frighten people about their backs, or that promise what nobody can. Pure."""

import re

from exercises.editorial.document import ExerciseDocument

# Fear of damage, one right posture, cure, and being told to go on through pain make backs worse (see clinical.md 3).
FRIGHTENING_OR_PROMISING = re.compile(
    r"\b(wrong\w*|damag\w+|misalign\w+|crumbl\w+|slip(s|ped|ping)|sit up straight|(in)?correct posture"
    r"|(bad|poor|perfect) posture|cur(e|es|ed|ing)|fix(es)? your|push through|no pain,? no gain"
    r"|focus on the pain)\b",
    re.IGNORECASE,
)


def careless_words(document: ExerciseDocument) -> list[str]:
    """Each such word or phrase that readers of the exercise would meet, once, as it is written there."""
    texts = (document.name, *document.aliases, *document.texts(), document.evidence.basis, document.seed_dose)
    found = (match.group() for text in texts for match in FRIGHTENING_OR_PROMISING.finditer(text))
    return list({word.casefold(): word for word in found}.values())

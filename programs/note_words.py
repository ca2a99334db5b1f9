"""Words in what a client writes that call for a question at once. Pure; it prompts, and never concludes anything.

Clinical notes, section 4.2: bladder, numb, weak, accident and fever words prompt the six questions; words of despair
show whom to call, and are never left for a therapist to find. Too often is the safe side, so a "no numbness" prompts
as well. The stems are English, the site's language.
"""

import re

CHECK = re.compile(
    r"bladder|bowel|incontinen|wet myself|soiled|numb(?!er)|pins and needles|\bweak|\bgave way|\bgiving way"
    r"|\baccident(?!al)|\bfever|\bfell (down|over|off|from|on)\b",
    re.IGNORECASE,
)
CRISIS = re.compile(
    r"hopeless|suicid|kill (myself|me\b)|end (my life|it all)|want to die|wish i (was|were) dead|better off dead"
    r"|(harm|hurt|cut)(ing)? myself on purpose|self.?harm|harm myself|no (point|reason) (in|to) (living|live)"
    r"|can.?t go on",
    re.IGNORECASE,
)


def asks_check(*texts: str) -> bool:
    """Whether to ask about signs that need help."""
    return any(CHECK.search(text) for text in texts)


def asks_crisis(*texts: str) -> bool:
    """Whether to show whom to call about dark thoughts."""
    return any(CRISIS.search(text) for text in texts)

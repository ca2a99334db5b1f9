"""Words in what a client writes that call for a question at once. Pure; it prompts, and never concludes anything.

Clinical notes, section 4.2: bladder, numb, weak, accident and fever words prompt the six questions; words of despair
show whom to call, and are never left for a therapist to find. Too often is the safe side, so a "no numbness" prompts
as well, and the lists of all languages count on every page: people write in their own.

Another language is one more entry in `WORDS`, under its ISO 639 code; nothing else has to change. A list is of stems.
Each is a regular expression that finds the same in Python and in a browser, for pages that open without a network
carry the lists along (`any_of`): letters, `|`, `?`, groups, `.` for any one sign, and `(?!…)`; `\\b` only beside a
letter from a to z, since browsers see no border beside others. Upper and lower case are one. Somebody who treats
people in that language has to write its list; a translation of the English one will not do.
"""

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Words:
    """Of one language: `check` asks about signs that need help, `crisis` shows whom to call."""

    check: tuple[str, ...]
    crisis: tuple[str, ...]


WORDS = {
    "en": Words(
        check=(
            "bladder", "bowel", "incontinen", "wet myself", "soiled", "numb(?!er)", "pins and needles", r"\bweak",
            r"\bgave way", r"\bgiving way", r"\baccident(?!al)", r"\bfever", r"\bfell (down|over|off|from|on)\b",
        ),
        crisis=(
            "hopeless", "suicid", r"kill (myself|me\b)", "end (my life|it all)", "want to die",
            "wish i (was|were) dead", "better off dead", "(harm|hurt|cut)(ing)? myself on purpose", "self.?harm",
            "harm myself", "no (point|reason) (in|to) (living|live)", "can.?t go on",
        ),
    ),
}  # fmt: skip


def any_of(kind: Literal["check", "crisis"]) -> str:
    """What finds any stem of that kind in any language, for Python and for browsers, regardless of case."""
    return "|".join(stem for words in WORDS.values() for stem in getattr(words, kind))


CHECK = re.compile(any_of("check"), re.IGNORECASE)
CRISIS = re.compile(any_of("crisis"), re.IGNORECASE)


def asks_check(*texts: str) -> bool:
    """Whether to ask about signs that need help."""
    return any(CHECK.search(text) for text in texts)


def asks_crisis(*texts: str) -> bool:
    """Whether to show whom to call about dark thoughts."""
    return any(CRISIS.search(text) for text in texts)

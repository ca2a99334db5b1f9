"""What other catalogues do not say and ours asks for, told from their words. Every guess is noted for the reviewer."""

import re

# The first that fits counts: whoever lies on a side or the front often lies "on the floor" too.
POSITIONS = (
    ("side-lying", r"\bon (?:your|the|one|either) (?:left |right )?side\b|side[- ]lying|\blying on (?:your|one) side"),
    ("prone", r"\bface[- ]?down|\bprone\b|\bon (?:your|the) (?:stomach|belly|front)\b|\bbauchlage\b"),
    ("quadruped", r"\bhands and knees\b|\ball fours\b|\bquadruped|\bvierf"),
    ("plank", r"\bplank|\bpush[- ]?up|\bpress[- ]?up|\bmountain climber|\bliegest"),
    ("kneeling", r"\bkneel"),
    ("supine", r"\bsupine\b|\bface[- ]?up\b|\bon your back\b|\b(?:lie|lying|lay) (?:back|down|flat|on)\b|\blying\b"
               r"|\bsit[- ]?ups?\b|\bcrunch|\bbench press|\brückenlage\b"),
    ("sitting", r"\bseated\b|\bsit(?:ting)?\b(?![- ]?ups?)|\bsitzend"),
    ("standing", r"\bstand|\bupright\b|\bfeet (?:shoulder|hip)|\bsquat|\blunge|\bdeadlift|\bstehend"),
)  # fmt: skip
KINDS = (
    ("breathing", r"\bbreathing\b"),
    ("stretch", r"\bstretch|\bdehn"),
    ("mobility", r"\bmobil|\bcircles?\b|\brolls?\b|\bsmr\b|\bfoam roll"),
    ("stability", r"\bplank|\bbird[- ]?dog|\bdead[- ]?bug|\bbalance|\bhollow hold|\bstabili|\bpallof"),
)
# A start that somebody can do; the reviewer sets the dose that the catalogue means.
DOSES = {"stretch": "2x20s", "breathing": "1x60s"}
USUAL_DOSE = "2x10"


def first_fit(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, text, re.IGNORECASE)), "")


def position(name: str, steps: list[str]) -> str:
    """A start position: by the name, else by the first step, else by all of them; else standing."""
    texts = (name, *steps[:1], " ".join(steps))
    return next((found for text in texts if (found := first_fit(POSITIONS, text))), "standing")


def kind(name: str) -> str:
    return first_fit(KINDS, name) or "strength"


def dose(kind: str) -> str:
    return DOSES.get(kind, USUAL_DOSE)

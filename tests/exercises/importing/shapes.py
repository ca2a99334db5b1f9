"""Made-up entries in the shapes of the two open data sets, and our own files."""

from typing import Any

from exercises.content.schema import CONTENT
from exercises.importing.formats import read_rows
from exercises.importing.rows import Row
from exercises.loading import load_vocabulary
from exercises.models import Exercise


def wger_entry(number: int = 1, **fields: Any) -> dict[str, Any]:
    """As `exerciseinfo` gives it."""
    licence = {"id": 2, "full_name": "Creative Commons Attribution Share Alike 4", "short_name": "CC-BY-SA 4"}
    return {
        "id": number,
        "uuid": f"00000000-0000-4000-8000-{number:012}",
        "created": "2023-08-06T10:17:17.349574+02:00",
        "category": {"id": 10, "name": "Abs"},
        "muscles": [{"id": 6, "name": "Rectus abdominis", "name_en": "Abs", "is_front": True}],
        "muscles_secondary": [{"id": 13, "name": "Brachialis", "name_en": "", "is_front": True}],
        "equipment": [{"id": 4, "name": "Gym mat"}],
        "license": licence,
        "license_author": "Wilma Writer",
        "images": [{"id": 5, "image": "https://wger.example/media/curl.png", "is_main": True}],
        "translations": [
            wger_text("Bauchrolle", 1, "<p>Leg dich hin.</p>"),
            wger_text(
                f"Made-up curl {number}", 2, "<ol><li>Lie on your back.</li><li>Curl&nbsp;up &amp; down.</li></ol>"
            ),
        ],
        "variations": None,
        "videos": [],
        "author_history": ["Wilma Writer"],
        "total_authors_history": ["Wilma Writer", "Theo Translator"],
        **fields,
    }


def wger_text(name: str, language: Any, description: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "id": 100,
        "uuid": "00000000-0000-4000-9000-000000000001",
        "name": name,
        "exercise": 1,
        "description": description,
        "language": language,
        "aliases": [{"id": 1, "alias": "Roll-over"}],
        "notes": [{"id": 2, "comment": "Keep the chin in."}],
        "license": 2,
        "license_author": "Theo Translator",
        "author_history": ["Theo Translator"],
        **fields,
    }


def page(*entries: Any) -> dict[str, Any]:
    return {"count": len(entries), "next": None, "previous": None, "results": list(entries)}


def free_entry(name: str = "Made-up reach", **fields: Any) -> dict[str, Any]:
    return {
        "name": name,
        "force": "static",
        "level": "beginner",
        "mechanic": None,
        "equipment": "foam roll",
        "primaryMuscles": ["middle back"],
        "secondaryMuscles": ["lats", "shoulders"],
        "instructions": ["Kneel in front of the roller.", "Reach forward and let your chest sink."],
        "category": "stretching",
        "images": ["Made-up_reach/0.jpg"],
        "id": name.replace(" ", "_"),
        **fields,
    }


OWN = """
slug: wall-lean
name: Wall lean
kind: stretch
position: standing
purpose: Opens the front of your shoulder.
steps:
  - Stand beside a wall.
  - Lean in gently.
regions: [shoulder]
equipment: [wall]
muscles: {primary: [pectoralis major], secondary: []}
dose: 2x30s
difficulty: 2
author: Backfit
licence: CC BY-SA 4.0
"""


def own_rows(text: str = OWN) -> list[Row]:
    return read_rows(text, "backfit")


def vocabulary() -> None:
    load_vocabulary(CONTENT / "vocabulary.yaml")


def exercise(slug: str) -> Exercise:
    return Exercise.objects.with_content().get(slug=slug)

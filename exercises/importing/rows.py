"""One entry of a file that is brought in, whatever the file looks like."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from backfit.refusals import Invalid
from exercises.editorial.document import ExerciseDocument
from exercises.importing.comparing import settled

LARGEST_FILE = 50_000_000  # bytes; all of wger's exercises with their pictures' data are less than 20 MB
MOST_ROWS = 20_000


class UnreadableFile(Invalid):
    """The file as a whole is not what it should be; the text is a sentence for whoever sent it."""

    field = "file"


def too_many() -> UnreadableFile:
    return UnreadableFile(_("The file has more than %(most)d entries; cut it in parts.") % {"most": MOST_ROWS})


@dataclass(frozen=True, slots=True)
class Row:
    """`fields` are a document's, perhaps not all; `key` is what the source calls the entry, `place` where it stands.

    `faults` say in sentences why it cannot be taken, `skip` why it need not. `notes` are for the reviewer. `labels`
    name the muscles and the equipment as the source does, for words that are added to the vocabulary.
    `is_foreign`: another catalogue's entry, whose words and addresses are fitted to ours as far as that goes.
    """

    source: str
    number: int
    place: str
    key: str = ""
    name: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    skip: str = ""
    notes: tuple[str, ...] = ()
    authors: str = ""
    url: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    is_foreign: bool = False

    @property
    def digest(self) -> str:
        """Of what the entry says, so that a later file can be told to say the same."""
        said = [settled(dict(self.fields)), self.authors]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

    def document(self, over: ExerciseDocument | None = None) -> ExerciseDocument:
        """What the exercise says then; what the row leaves out stays as in `over`. Raises DocumentFault."""
        before = over.to_json() if over else {}
        return ExerciseDocument.from_json(laid_over(before, self.fields))


def laid_over(before: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Both; of a part that is itself made of parts, what is not named stays too."""
    after = dict(before)
    for name, value in fields.items():
        part = before.get(name)
        after[name] = {**part, **value} if isinstance(part, dict) and isinstance(value, dict) else value
    return after

"""The documents of the catalogue and what was drawn of them, as files beside the exercises' texts."""

from pathlib import Path

import yaml

from exercises.figures.document import DocumentError, FigureDocument, read_document

CONTENT = Path(__file__).parent.parent / "content"
DOCUMENTS, DRAWN = CONTENT / "figures", CONTENT / "drawn"


def slugs() -> list[str]:
    """Of all documents, in alphabetical order."""
    return sorted(file.stem for file in DOCUMENTS.glob("*.yaml"))


def document_of(slug: str) -> FigureDocument:
    """Raises FileNotFoundError, or DocumentError with the file's name before each fault's path."""
    data = yaml.safe_load((DOCUMENTS / f"{slug}.yaml").read_text(encoding="utf-8"))
    try:
        return read_document(data)
    except DocumentError as error:
        raise DocumentError([(f"{slug}.yaml: {path}", reason) for path, reason in error.faults]) from error

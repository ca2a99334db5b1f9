import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from re import Match
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "backfit/"
# In scripts only what fills whole lines, for which nobody must understand strings; in ours nothing else begins so.
COMMENTS = {
    ".css": re.compile(rb"/\*.*?\*/\s*", re.DOTALL),
    ".js": re.compile(rb"^[ \t]*//.*\n", re.MULTILINE),
}


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with a digest also for what our script modules import: no page can then mix the modules of two versions.

    Our comments stay here: they are a sixth of what a phone would fetch.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        ours = {name: (Bare(place), path) for name, (place, path) in paths.items() if name.startswith(OURS)}
        yield from super().post_process(paths | ours, dry_run, **options)

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[Match[str]], str]:
        # What other packages bring imports by names that only their own build knows.
        if name.endswith(".js") and not name.startswith(OURS):
            return lambda match: match.group()
        found: Callable[[Match[str]], str] = super().url_converter(name, hashed_files, template)
        return found


class Bare:
    """A place of files that gives styles and scripts without their comments."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, name: str) -> File[bytes]:
        with self.storage.open(name) as file:
            return ContentFile(without_comments(name, file.read()), name)


def without_comments(name: str, content: bytes) -> bytes:
    pattern = COMMENTS.get(PurePosixPath(name).suffix)
    return pattern.sub(b"", content) if pattern else content

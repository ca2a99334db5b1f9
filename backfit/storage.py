from collections.abc import Callable
from re import Match

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

OURS = "backfit/"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with a digest also for what our script modules import: no page can then mix the modules of two versions."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[Match[str]], str]:
        # What other packages bring imports by names that only their own build knows.
        if name.endswith(".js") and not name.startswith(OURS):
            return lambda match: match.group()
        found: Callable[[Match[str]], str] = super().url_converter(name, hashed_files, template)
        return found

"""Which static files a page needs: those that it names, and those that these name in turn."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

NAMED_IN_PAGE = re.compile(r"""(?:src|href)=["']([^"'#?]+)""")
# Static and dynamic imports; a module says by `import(...)` what it needs later.
NAMED_IN_SCRIPT = re.compile(
    r"""(?:^\s*(?:import|export)\b[^;"'`]*?|\bimport\()["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)
NAMED_IN_STYLES = re.compile(r"""url\(["']?([^"')#?:]+)""")


def static_names(page: str) -> set[str]:
    """Names of all static files that the page needs, such as `backfit/js/menu.js`."""
    prefix = settings.STATIC_URL
    plain = plain_names()
    named = {url.removeprefix(prefix) for url in NAMED_IN_PAGE.findall(page) if url.startswith(prefix)}
    return with_imports(plain.get(name, name) for name in named)


def plain_names() -> dict[str, str]:
    """Names with a digest, as pages have them on a real site, to those of the source files."""
    return {hashed: name for name, hashed in getattr(staticfiles_storage, "hashed_files", {}).items()}


def with_imports(names: Iterable[str]) -> set[str]:
    """Raises FileNotFoundError for one that does not exist."""
    found: set[str] = set()
    open_names = set(names)
    while open_names:
        name = open_names.pop()
        found.add(name)
        open_names |= set(named_in(name)) - found
    return found


def named_in(name: str) -> Iterator[str]:
    pattern = {".js": NAMED_IN_SCRIPT, ".css": NAMED_IN_STYLES}.get(PurePosixPath(name).suffix)
    if pattern is None:
        source(name)
        return
    base = Path("/") / PurePosixPath(name).parent
    for relative in pattern.findall(source(name).read_text()):
        yield str((base / relative).resolve().relative_to("/"))


def source(name: str) -> Path:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return Path(path)


def digest_of(names: Iterable[str], *texts: str) -> str:
    """Of the files' contents and the texts: another one when anything of it has changed."""
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + source(name).read_bytes())
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:16]

"""What goes to phones packed, and what does not because somebody might guess what is in it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from backfit.static_parts import with_imports
from backfit.storage import without_comments
from backfit.templatetags.backfit import module_preloads
from tests.cast import Cast
from tests.programs.pages import browser_of

PACKED = {"Accept-Encoding": "gzip, br"}
FOR_EVERYBODY = ("/play/", "/offline/", "/safety/", "/sw.js", "/manifest.webmanifest")


@pytest.mark.parametrize("address", ["/exercises/", "/guide/", *FOR_EVERYBODY])
def test_visitor_is_sent_pages_packed(cast: Cast, address: str) -> None:
    plain, packed = Client().get(address), Client().get(address, headers=PACKED)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)
    assert gzip.decompress(packed.content) == plain.content
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("address", FOR_EVERYBODY)
def test_client_is_sent_packed_what_is_the_same_for_everybody(cast: Cast, address: str) -> None:
    assert browser_of(cast.client).get(address, headers=PACKED)["Content-Encoding"] == "gzip"


def test_page_that_knows_its_reader_is_not_packed(cast: Cast) -> None:
    answer = browser_of(cast.client).get("/exercises/", headers=PACKED)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer


def test_page_that_gives_a_visitor_a_secret_is_not_packed(db: None) -> None:
    answer = Client().get("/accounts/login/?next=/today/", headers=PACKED)
    assert answer.cookies
    assert "Content-Encoding" not in answer


def test_device_is_sent_its_copy_packed(cast: Cast) -> None:
    answer = browser_of(cast.client).get("/device/copy/", headers=PACKED)
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Cache-Control"] == "no-store"


def test_player_asks_for_all_of_its_modules_at_once(db: None) -> None:
    asked = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', Client().get("/play/").content.decode())
    assert set(asked) == with_imports(["backfit/js/player/player.js"])
    assert len(asked) > 20


def test_developer_who_misspells_a_module_is_told_so() -> None:
    with pytest.raises(FileNotFoundError):
        module_preloads("backfit/js/player/plaier.js")


def test_comments_stay_on_the_server() -> None:
    styles = b"/* Cards */\n.card { top: 0; /* above */ }\n"
    assert without_comments("backfit/css/a.css", styles) == b".card { top: 0; }\n"
    script = b'// Says hello.\nconst a = "//example.org"; // there\n  // then\nhello(a);\n'
    assert without_comments("backfit/js/a.js", script) == b'const a = "//example.org"; // there\nhello(a);\n'
    assert without_comments("backfit/img/a.svg", b"// as it is") == b"// as it is"


def test_no_text_of_ours_is_taken_for_a_comment() -> None:
    """Text in backquotes may span lines: none of them begins as a comment does."""
    for path in Path(str(finders.find("backfit/js"))).rglob("*.js"):
        for text in re.findall(r"`[^`]*`", without_comments(path.name, path.read_bytes()).decode()):
            assert not re.search(r"^[ \t]*//", text, re.MULTILINE), path

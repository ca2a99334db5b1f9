"""What a browser is told to keep for the time without a network."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from django.test import Client
from PIL import Image

from backfit.static_parts import with_imports
from backfit.storage import StaticFiles
from programs.offline import MODULES, look_it_up
from tests.cast import Cast
from tests.programs.pages import browser_of

SHELLS = ("/offline/", "/unsent/", "/safety/", "/safety/flare-up/")
IMPORT = re.compile(r"""from\s+["'](\.[^"']+)["']|import\s*\(?["'](\.[^"']+)["']""")


def told() -> dict[str, Any]:
    script = Client().get("/sw.js").content.decode()
    found = re.search(r"start\(self, (\{.*\})\);", script)
    assert found is not None
    kept: dict[str, Any] = json.loads(found[1])
    return kept


def test_worker_may_answer_for_the_whole_site_and_is_asked_for_anew(db: None) -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert re.search(r'^import \{ start \} from "/static/', answer.content.decode(), re.MULTILINE)


def test_worker_keeps_every_page_that_opens_offline_and_every_file_that_they_need(db: None) -> None:
    kept = told()
    assert set(SHELLS) <= set(kept["shells"])
    for shell in kept["shells"]:
        page = Client().get(shell).content.decode()
        named = set(re.findall(r"""(?:src|href)=["'](/static/[^"'#?]+)""", page))
        assert named <= set(kept["files"]), shell
    names = {url.removeprefix("/static/") for url in kept["files"]}
    for name in names | set(MODULES):
        path = finders.find(name)
        assert path, name
        for first, second in IMPORT.findall(Path(path).read_text()) if name.endswith(".js") else ():
            wanted = str((Path("/") / Path(name).parent / (first or second)).resolve().relative_to("/"))
            assert wanted in names | with_imports(MODULES), f"{name} imports {wanted}"


def test_version_changes_with_a_file_and_with_a_page(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = look_it_up().version
    assert look_it_up().version == first
    monkeypatch.setattr("programs.offline.page_at", lambda path: f"<p>another page at {path}</p>")
    assert look_it_up().version != first


@pytest.mark.parametrize("shell", SHELLS)
def test_page_that_is_kept_knows_nobody(cast: Cast, shell: str) -> None:
    anonymous = Client().get(shell)
    own = browser_of(cast.client).get(shell)
    assert own.content == anonymous.content
    assert not own.cookies
    assert "Cookie" not in own["Vary"]


def test_manifest_names_icons_of_the_size_that_it_says(db: None) -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    about = answer.json()
    assert (about["start_url"], about["display"], about["scope"]) == ("/today/", "standalone", "/")
    assert {icon["purpose"] for icon in about["icons"]} == {"any", "maskable"}
    for icon in about["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(path, str)
        with Image.open(path) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert 'rel="manifest"' in Client().get("/").content.decode()


def test_modules_import_each_other_by_names_with_a_digest_and_foreign_ones_are_left_alone(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "backfit" / "js", tmp_path / "other"
    for place in (ours, theirs):
        place.mkdir(parents=True)
    (ours / "main.js").write_text('import { part } from "./part.js";\npart();\n')
    (ours / "part.js").write_text("export const part = () => {};\n")
    (theirs / "built.js").write_text('import { gone } from "./gone.js";\n')
    plain = FileSystemStorage(tmp_path)
    names = ("backfit/js/main.js", "backfit/js/part.js", "other/built.js")
    storage = StaticFiles(location=str(tmp_path), base_url="/static/")
    done = {name: (kept, fault) for name, kept, fault in storage.post_process({name: (plain, name) for name in names})}
    assert not [fault for _kept, fault in done.values() if isinstance(fault, Exception)]
    main = (tmp_path / storage.hashed_files["backfit/js/main.js"]).read_text()
    assert re.search(r'from "\./part\.[0-9a-f]{12}\.js"', main)
    assert '"./gone.js"' in (tmp_path / storage.hashed_files["other/built.js"]).read_text()


def test_static_names_in_development_are_those_of_the_source(db: None) -> None:
    assert staticfiles_storage.url("backfit/js/menu.js") == "/static/backfit/js/menu.js"
    assert not [name for name in look_it_up().files if not finders.find(name)]

"""How quick the pages of a phone are, on a real site: `python -m tests.browser.lighthouse [--runs 3]`.

Serves the site as in production (no debugging, hashed and compressed files, TLS on this machine) with the
demonstration, signs in as mia and lets Lighthouse look as its mobile preset does: simulated slow 4G and a slow
processor. Prints the median of the runs. Wants Chromium and Lighthouse, which `npm install --prefix DIR lighthouse`
brings; `--lighthouse` names its program where it is not in PATH. Not part of the tests: the figures depend on the
machine.
"""

import argparse
import base64
import datetime
import hashlib
import json
import os
import secrets
import shutil
import socket
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("/today/", "/play/", "/exercises/bird-dog/")
CATEGORIES = ("performance", "accessibility", "best-practices")
KB = 1000  # bytes
MISSING = """Lighthouse was not found. Bring it with npm install --prefix DIR lighthouse, and name its program:
--lighthouse DIR/node_modules/.bin/lighthouse"""


def main() -> None:
    asked = read_arguments()
    program = asked.lighthouse or shutil.which("lighthouse")
    if program is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        address = f"https://localhost:{free_port()}"
        set_environment(place, address)
        fill(place, asked.database)
        cookie = None if asked.visitor else cookie_of("mia@example.org")
        with served(place, address) as fingerprint:
            for page in asked.pages or PAGES:
                warm(address + page, cookie)
                runs = [look(program, address + page, cookie, fingerprint, asked.method) for _ in range(asked.runs)]
                print(told(page, runs, asked.urls), flush=True)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", help=f"addresses on the site; without any: {' '.join(PAGES)}")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--method", choices=("simulate", "devtools"), default="simulate", help="how the network is slowed"
    )
    parser.add_argument("--visitor", action="store_true", help="without signing in")
    parser.add_argument("--lighthouse", help="its program")
    parser.add_argument("--database", type=Path, help="a SQLite file with the demonstration, copied rather than made")
    parser.add_argument("--urls", action="store_true", help="list what was loaded, and what costs a score its points")
    return parser.parse_args()


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def set_environment(place: Path, address: str) -> None:
    os.environ.pop("BACKFIT_DEBUG", None)
    os.environ.update(
        SECRET_KEY=secrets.token_urlsafe(50),
        ALLOWED_HOSTS="localhost",
        SITE_URL=address,
        DATABASE_URL=f"sqlite:///{place / 'site.sqlite3'}",
        DJANGO_SETTINGS_MODULE="backfit.settings",
        LOG_LEVEL="ERROR",
    )


def fill(place: Path, database: Path | None) -> None:
    if database is not None:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(place / "site.sqlite3")) as copy:
            source.backup(copy)
    manage("migrate", "--verbosity=0")
    if database is None:
        for command in ("load_catalogue", "load_templates", "load_demo"):
            manage(command)
    manage("collectstatic", "--no-input", "--verbosity=0")


def manage(*command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def cookie_of(email: str) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": settings.SITE_URL, "secure": True}


@contextmanager
def served(place: Path, address: str) -> Iterator[str]:
    """Gives the fingerprint by which the browser trusts this one certificate."""
    fingerprint = make_certificate(place)
    port = int(address.rpartition(":")[2])
    options = [
        "--interface=wsgi",
        "--no-ws",
        "--workers=1",
        "--blocking-threads=4",
        "--host=127.0.0.1",
        f"--port={port}",
    ]
    options += [f"--ssl-certificate={place / 'cert.pem'}", f"--ssl-keyfile={place / 'key.pem'}", "--no-log"]
    granian = Path(sys.executable).with_name("granian")
    server = subprocess.Popen([granian, *options, "backfit.wsgi:application"], cwd=ROOT)
    try:
        wait_for(port)
        yield fingerprint
    finally:
        server.terminate()
        server.wait(20)


def make_certificate(place: Path) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (place / "cert.pem").write_bytes(certificate.public_bytes(pem))
    form, sealing = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (place / "key.pem").write_bytes(key.private_bytes(pem, form, sealing))
    form_of_public = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, form_of_public)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("The site did not start.")


def warm(address: str, cookie: Any) -> None:
    """The first request of a process reads its code and templates, which is nobody's usual wait."""
    headers = {"Cookie": f"{cookie['name']}={cookie['value']}"} if cookie else {}
    unproven = ssl._create_unverified_context()
    with urlopen(Request(address, headers=headers), context=unproven) as answer:
        answer.read()


def look(program: str, address: str, cookie: Any, fingerprint: str, method: str) -> dict[str, Any]:
    """One run in a browser that has seen nothing yet but the way in."""
    port = free_port()
    flags = ["--disable-dev-shm-usage", f"--remote-debugging-port={port}"]
    flags += [f"--ignore-certificate-errors-spki-list={fingerprint}"]
    command = [program, address, f"--port={port}", "--disable-storage-reset", "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--throttling-method={method}"]
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(), chromium_sandbox=os.geteuid() != 0, args=flags
        )
        browser.add_cookies([cookie] if cookie else [])
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        browser.close()
    if done.returncode:
        sys.exit(f"Lighthouse could not look at {address}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("BACKFIT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def told(page: str, runs: list[dict[str, Any]], urls: bool) -> str:
    runs.sort(key=lambda run: run["audits"]["largest-contentful-paint"]["numericValue"])
    middle = runs[len(runs) // 2]
    scores = [f"{name} {median_score(runs, name):.0f}" for name in CATEGORIES]
    times = [f"{short} {middle['audits'][name]['displayValue']}" for short, name in MOMENTS.items()]
    loaded = middle["audits"]["network-requests"]["details"]["items"]
    kinds: Counter[str] = Counter()
    for each in loaded:
        kinds[each.get("resourceType", "Other")] += each.get("transferSize", 0)
    sizes = ", ".join(f"{kind} {size / KB:.1f}" for kind, size in kinds.most_common())
    lines = [page, "  " + ", ".join(scores), "  " + ", ".join(times)]
    lines.append(f"  {kinds.total() / KB:.1f} kB in {len(loaded)} requests: {sizes}")
    if urls:
        lines += [f"    {each['transferSize']:>7} {each.get('priority', ''):9} {each['url'][:140]}" for each in loaded]
        lines += list(costs(middle))
    return "\n".join(lines)


MOMENTS = {
    "LCP": "largest-contentful-paint",
    "FCP": "first-contentful-paint",
    "speed index": "speed-index",
    "blocked": "total-blocking-time",
    "shift": "cumulative-layout-shift",
}


def median_score(runs: list[dict[str, Any]], category: str) -> float:
    return statistics.median(100 * run["categories"][category]["score"] for run in runs)


def costs(run: dict[str, Any]) -> Iterator[str]:
    for category in CATEGORIES:
        for part in run["categories"][category]["auditRefs"]:
            audit = run["audits"][part["id"]]
            if audit["score"] is not None and audit["score"] < 1 and part["weight"]:
                yield f"    {category}: {audit['title']} {audit.get('displayValue', '')} ({audit['score']})"


if __name__ == "__main__":
    main()

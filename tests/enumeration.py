"""Whether an address that is known here can be told from one that is not, by what the site answers and how fast.

    python -m tests.enumeration --n 200

For each form that takes an address it sends n known and n unknown ones in random order to a real server, and prints
how often a known one took longer than an unknown one (AUC, Mann and Whitney): 0.5 tells nothing. It fails outside of
0.40 to 0.60, and when status, headers or body differ. DATABASE_URL may name an empty database, else it is SQLite.
"""

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import time_machine

from tests.real_server import CSRF, Answer, Site, any_ip, make_people, running, session_of, set_up

WARM_UP = 10
LOWEST, HIGHEST = 0.40, 0.60
PASSWORD = "quiet-lamp-under-stairs"
EACH = 4
"""How often one person sends a form that is limited by person."""

Send = Callable[[Site, str, int], Answer]


@dataclass(frozen=True)
class Flow:
    name: str
    known: str
    """How the addresses of known people begin."""
    send: Send


def form(path: str, field: str = "email", **more: str) -> Send:
    return lambda site, email, number: site.send("POST", path, {field: email, **more}, ip=any_ip(number))


def by_person(path: str, sessions: list[str], **more: str) -> Send:
    def send(site: Site, email: str, number: int) -> Answer:
        session = sessions[number // EACH % len(sessions)]
        return site.send("POST", path, {"email": email, **more}, ip=any_ip(number), session=session)

    return send


def flows(n: int) -> list[Flow]:
    """Makes the people and whatever else the forms need."""
    for prefix in ("known", "again", "coded", "reset", "joined", "invited", "added"):
        make_people(n + WARM_UP, prefix, password=PASSWORD)
    make_people(n + WARM_UP, "plain")
    senders = make_people(2 * (n + WARM_UP) // EACH + 2, "sender")
    sessions = [session_of(person) for person in senders[:-1]]  # the last has more open invitations than one may
    return [
        Flow("sign-in by a code", "coded", form("/accounts/login/code/")),
        Flow("password reset", "reset", form("/accounts/password/reset/")),
        Flow("another address of one's own", "added", by_person("/accounts/email/", sessions, action_add="1")),
        Flow("invitation to a clinic", "joined", invites(senders[:-1], sessions)),
        Flow("code of an invitation", "invited", coded(n, senders[-1])),
        Flow("request for an appointment", "asked", asks(n, senders[-1])),
        # These hash a password, which takes longest.
        Flow("sign-in by password", "known", form("/accounts/login/", "login", password="wrong-wrong-wrong")),
        Flow("sign-in, account without one", "plain", form("/accounts/login/", "login", password="wrong-wrong-wrong")),
        Flow("sign-up", "again", form("/accounts/signup/", name="Nora", password1=PASSWORD)),
    ]


def invites(senders: list[Any], sessions: list[str]) -> Send:
    from tests.factories import make_clinic

    clinics = [make_clinic(f"Clinic of {sender}", managers=(sender,)) for sender in senders]

    def send(site: Site, email: str, number: int) -> Answer:
        place = number // EACH % len(clinics)
        path, fields = f"/clinics/{clinics[place].pk}/invite/", {"email": email, "role": "therapist"}
        return site.send("POST", path, fields, ip=any_ip(number), session=sessions[place])

    return send


def coded(n: int, by: Any) -> Send:
    """Those who are invited have a code on its way; nobody types the right one."""
    from accounts.models import Invitation
    from tests.factories import make_clinic

    clinic = make_clinic("Clinic that invites", managers=(by,))
    for place in range(n + WARM_UP):
        invitation = Invitation(clinic=clinic, role="therapist", email=f"invited{place}@example.org", invited_by=by)
        invitation.arm()
        invitation.save()
    return form("/invitations/enter/", code="AAAA-AAAA")


def asks(n: int, by: Any) -> Send:
    """Whoever is known has asked the same clinic today."""
    from django.conf import settings
    from django.core.signing import TimestampSigner

    from accounts.appointments import ask
    from tests.factories import make_clinic, make_listing

    settings.REQUESTS_A_DAY = 10 * n + 100  # of this process, which only prepares
    clinics = [
        make_clinic(f"Clinic that listens {place}", managers=(by,)) for place in range(2 * (n + WARM_UP) // 8 + 1)
    ]
    listings = [make_listing(clinic, by=by) for clinic in clinics]
    for place in range(n + WARM_UP):
        ask(listing=listings[place // 8], name="Nora", email=f"asked{place}@example.org", language="fr")

    # As by somebody who has opened the form a minute ago: who is quicker than a hand is asked to send it again.
    with time_machine.travel(time.time() - 60):
        began = [TimestampSigner(salt=f"appointment {listing.pk}").sign("opened") for listing in listings]

    def send(site: Site, email: str, number: int) -> Answer:
        place = int(re.sub(r"\D", "", email.partition("@")[0])) // 8
        fields = {"name": "Nora", "email": email, "language": "fr", "agree": "on", "began": began[place]}
        return site.send("POST", f"/therapists/{listings[place].pk}/request/", fields, ip=any_ip(number))

    return send


def measure(site: Site, flow: Flow, n: int) -> dict[bool, list[Answer]]:
    """The answers for known (True) and unknown addresses."""
    turns = [(is_known, place) for place in range(WARM_UP, n + WARM_UP) for is_known in (True, False)]
    random.shuffle(turns)
    warm = [(is_known, place) for place in range(WARM_UP) for is_known in (True, False)]
    found: dict[bool, list[Answer]] = {True: [], False: []}
    for number, (is_known, place) in enumerate(warm + turns):
        email = f"{flow.known if is_known else 'nobody-' + flow.known}{place}@example.org"
        answer = flow.send(site, email, next(numbers))
        if number >= len(warm):
            found[is_known].append(answer)
    return found


numbers: Iterator[int] = iter(range(1, 1 << 24))


def auc(known: list[float], unknown: list[float]) -> float:
    higher = sum((one > other) + (one == other) / 2 for one in known for other in unknown)
    return higher / (len(known) * len(unknown))


def looks(answer: Answer) -> tuple[Any, ...]:
    """What can be seen of it, less what differs each time whoever asks."""
    text = answer.body.decode(errors="replace").replace(CSRF, "")
    text = re.sub(r"(name=\"csrfmiddlewaretoken\" value=|X-CSRFToken\": )\"[^\"]*\"", "", text)
    text = re.sub(r"[a-z-]*\d*@example\.org", "", text)
    ids = r"[0-9a-f]{8}-[0-9a-f-]{27}"
    skipped = {"date", "set-cookie", "content-length", "expires"}
    headers = {(name.lower(), re.sub(ids, "", value)) for name, value in answer.headers if name.lower() not in skipped}
    cookies = sorted(value.partition("=")[0] for name, value in answer.headers if name.lower() == "set-cookie")
    return (
        answer.status,
        frozenset(headers),
        tuple(cookies),
        re.sub(ids, "", re.sub(r"began\" value=\"[^\"]*", "", text)),
    )


def report(flow: Flow, found: dict[bool, list[Answer]]) -> bool:
    """Prints a line; gives whether nothing can be told."""
    times = {is_known: [answer.seconds * 1000 for answer in answers] for is_known, answers in found.items()}
    area = auc(times[True], times[False])
    seen = {is_known: {looks(answer) for answer in answers} for is_known, answers in found.items()}
    statuses = {answer.status for answers in found.values() for answer in answers}
    same = seen[True] == seen[False]
    passed = same and LOWEST <= area <= HIGHEST and not statuses & {403, 404, 429, 500, 503}
    medians = " ".join(f"{statistics.median(times[is_known]):7.1f}" for is_known in (True, False))
    print(
        f"{flow.name:30} {area:5.3f} {medians}  {','.join(map(str, sorted(statuses))):9} "
        f"{'same' if same else 'DIFFERENT':10}{'passed' if passed else 'FAILED'}",
        flush=True,
    )
    return passed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--flow", default="", help="only those whose name has this in it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        set_up(os.environ.get("DATABASE_URL") or f"sqlite:///{Path(place) / 'enumeration.sqlite3'}")
        chosen = [flow for flow in flows(options.n) if options.flow in flow.name]
        print(f"{'':30}   AUC   known unknown (median ms), statuses, content")
        with running() as site:
            results = [report(flow, measure(site, flow, options.n)) for flow in chosen]
    print(f"{sum(results)} of {len(results)} tell nothing")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

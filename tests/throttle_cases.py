"""What `tests.throttles` sends at each limit."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.real_server import Answer, Site, any_ip, make_people, session_of

MANY = 100
PASSWORD = "quiet-lamp-under-stairs"
Send = Callable[[Site], Answer]


@dataclass
class Case:
    name: str
    limit: int
    sends: list[Send]
    usual: set[int] = field(default_factory=lambda: {200})
    """Statuses of those who got through."""


def cases() -> list[Case]:
    """Makes whom and what they need."""
    people = make_people(12, "person", password=PASSWORD)
    return [
        *of_signing_in(),
        *of_the_signed_in(people),
        *of_mails(),
        *of_secrets(),
        *of_the_api(people),
        *of_work(people),
    ]


def post(path: str, fields: dict[str, Any], **more: str) -> Send:
    return lambda site: site.send("POST", path, fields, **more)


def get(path: str, **more: str) -> Send:
    return lambda site: site.send("GET", path, b"", **more)


def post_json(path: str, body: Any, session: str, method: str = "POST") -> Send:
    sent = json.dumps(body).encode()
    return lambda site: site.send(method, path, sent, session=session, **{"Content-Type": "application/json"})


def wrong(email: str, ip: str) -> Send:
    return post("/accounts/login/", {"login": email, "password": "wrong-wrong-wrong"}, ip=ip)


def of_signing_in() -> list[Case]:
    one, all_of = "person0@example.org", range(MANY)
    spoofed = [wrong(f"c{number}@example.org", f"203.0.113.{number}, 192.0.2.3") for number in all_of]
    return [
        Case("sign-in, one account", 5, [wrong(one, any_ip(1000 + number)) for number in all_of]),
        Case("sign-in, no such account", 5, [wrong("nobody@example.org", any_ip(2000 + number)) for number in all_of]),
        Case("sign-in, one address", 10, [wrong(f"a{number}@example.org", "192.0.2.1") for number in all_of]),
        Case(
            "sign-in, one IPv6 network",
            10,
            [wrong(f"b{number}@example.org", f"2001:db8::{number:x}") for number in all_of],
        ),
        Case("sign-in, X-Forwarded-For made up", 10, spoofed),
    ]


def of_the_signed_in(people: list[Any]) -> list[Case]:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(people[1], generate_totp_secret())
    again, code, change = (session_of(person) for person in (people[2], people[1], people[3]))
    fields = {"oldpassword": "wrong", "password1": PASSWORD, "password2": PASSWORD}
    return [
        Case("password once more", 5, [post("/accounts/reauthenticate/", {"password": "x"}, session=again)] * MANY),
        Case("old password", 5, [post("/accounts/password/change/", fields, session=change)] * MANY),
        Case("code of an app", 5, [post("/accounts/2fa/reauthenticate/", {"code": "000000"}, session=code)] * MANY),
        Case(
            "passkey, one address",
            10,
            [post("/accounts/2fa/webauthn/login/", {"credential": "{}"}, ip="192.0.2.4")] * MANY,
            {302},
        ),
    ]


def of_mails() -> list[Case]:
    def mailed(path: str, base: int) -> list[Send]:
        return [post(path, {"email": "person4@example.org"}, ip=any_ip(base + number)) for number in range(MANY)]

    def from_one(path: str, ip: str, **more: str) -> list[Send]:
        return [post(path, {"email": f"m{number}@example.org", **more}, ip=ip) for number in range(MANY)]

    reset, code = "/accounts/password/reset/", "/accounts/login/code/"
    sign_up = from_one("/accounts/signup/", "192.0.2.5", name="Nora", password1=PASSWORD)
    return [
        Case("reset, one address for mail", 2, mailed(reset, 3000), {302}),
        Case("reset, one internet address", 10, from_one(reset, "192.0.2.6"), {302}),
        Case("code by mail, one address", 6, mailed(code, 4000), {302}),
        Case("code by mail, one internet address", 30, from_one(code, "192.0.2.7"), {302}),
        Case("sign-up, one internet address", 5, sign_up, {302}),
    ]


def of_secrets() -> list[Case]:
    guessed = {"share link": "/p/{}/", "calendar": "/calendar/{}.ics", "invitation": "/invitations/{}/"}
    found = []
    for place, (name, path) in enumerate(guessed.items()):
        ip = f"192.0.2.{20 + place}"
        sends = [get(path.format(f"guess-{number}"), ip=ip) for number in range(MANY)]
        found.append(Case(f"wrong {name}", 10, sends, {404}))
    return found


def of_the_api(people: list[Any]) -> list[Case]:
    reads, writes, syncs = (session_of(person) for person in people[4:7])
    from tests.factories import make_clinic, make_episode

    clinic = make_clinic("Clinic of the API", therapists=(people[0],))
    make_episode(clinic=clinic, therapist=people[0], client=people[6])
    some: list[Any] = [{} for _ in range(200)]
    return [
        Case("API, reading", 300, [get("/api/v1/routines/", session=reads)] * 400),
        Case("API, writing", 300, [post_json("/api/v1/routines/", {}, writes)] * 400, {400}),
        Case("sync, 200 sessions each", 10, [post_json("/api/v1/sessions/sync/", some, syncs)] * 50),
        Case("API without an account", 300, [get("/api/v1/exercises/", ip="192.0.2.30")] * 400),
        Case("search", 60, [get("/exercises/?q=bridge", ip="192.0.2.31")] * MANY),
        Case("reports of refusals", 60, [reported()] * MANY, {204}),
    ]


def reported() -> Send:
    body = json.dumps({"csp-report": {"effective-directive": "img-src"}}).encode()
    kind = {"Content-Type": "application/csp-report"}
    return lambda site: site.send("POST", "/csp-reports/", body, ip="192.0.2.32", **kind)


def of_work(people: list[Any]) -> list[Case]:
    from tests.factories import make_clinic, make_exercise, make_listing

    manager, busy, phone = people[7], people[8], people[9]
    clinic, full = (make_clinic(f"Clinic of {person}", managers=(person,)) for person in (manager, busy))
    clinic.phone = "+33 4 77 12 34"
    clinic.save()
    listing = make_listing(clinic, by=manager)
    fill(full, busy)
    make_exercise("Bird dog")
    paper = "/exercises/handout.pdf?exercise=bird-dog"
    return [
        Case("invitations in a day", 20, invited(clinic, session_of(manager)), {302}),
        Case("open invitations, 95 there", 5, invited(full, session_of(busy)), {302}),
        Case("handouts, one address", 20, [get(paper, ip="192.0.2.40")] * MANY),
        Case("devices for messages", 10, registered(session_of(phone)), {201}),
        Case("telephone numbers", 10, [post(f"/therapists/{listing.pk}/telephone/", {}, ip="192.0.2.41")] * MANY),
    ]


def invited(clinic: Any, session: str) -> list[Send]:
    path = f"/clinics/{clinic.pk}/invite/"
    return [
        post(path, {"email": f"i{number}@example.org", "role": "therapist"}, session=session) for number in range(MANY)
    ]


def fill(clinic: Any, by: Any) -> None:
    """Open ones of yesterday and before, which count as open and not as today's."""
    import datetime

    from django.utils import timezone

    from accounts.models import Invitation

    for number in range(95):
        invitation = Invitation(clinic=clinic, role="therapist", email=f"open{number}@example.org", invited_by=by)
        invitation.arm()
        invitation.created_at = invitation.sent_at = timezone.now() - datetime.timedelta(hours=30)
        invitation.save()


def registered(session: str) -> list[Send]:
    from tests.push_service import Browser

    def body(number: int) -> dict[str, Any]:
        return {"endpoint": f"https://push.example.org/{number}", "keys": Browser().keys}

    return [post_json("/api/v1/push-subscriptions/", body(number), session) for number in range(MANY)]

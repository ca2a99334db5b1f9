"""What people typed leaves as text and as nothing else: on pages, in answers of the API, on paper and in files."""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
import vobject
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import HttpResponseBase
from django.urls import reverse

from accounts.appointments import ask
from accounts.privacy.archive import write_archive
from backfit.logs import AllowedFields
from exercises.editorial import drafts
from programs.reminders.push import message_for
from tests import active_content as active
from tests.access.doors import DOORS
from tests.access.operations import OPERATIONS
from tests.access.test_operations import send as operate
from tests.access.test_page_matrix import send, status_of
from tests.access.world import World, undone

ACTORS = ("client-own", "T-care", "manager", "editor", "admin", "anon")


@pytest.fixture
def poisoned(world: World) -> World:
    assert active.poison() > 60
    return world


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def faults_of(answer: HttpResponseBase) -> list[str]:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    for name in ("Content-Disposition", "Location", "HX-Redirect"):
        if faults := active.faults_of_header(answer.headers.get(name, "")):
            return faults
    body = body_of(answer)
    if kind == "application/pdf":
        return active.faults_of_pdf(body)
    if kind == "text/calendar":
        return active.faults_of_calendar(body)
    if kind == "text/csv":
        return active.faults_of_csv(body.decode())
    if kind.endswith("json"):
        return active.faults_of_json(body.decode())
    # A drawing is read with the same parser: it would bring elements and attributes just so.
    return active.faults_of_page(body.decode()) if kind in ("text/html", "image/svg+xml") else []


def test_no_page_holds_an_element_that_somebody_typed(poisoned: World) -> None:
    wrong, seen, probed = [], 0, 0
    for name, door in DOORS.items():
        for actor in (actor for actor in ACTORS if actor in door.opens):
            with undone():
                answer = send(poisoned, actor, door, reverse(name.split(" ")[0], kwargs=door.keys(poisoned)))
                if status_of(answer) >= 500:
                    wrong.append(f"{name}, {actor}: {status_of(answer)}")
                    continue
                seen += 1
                wrong += [f"{name}, {actor}: {fault}" for fault in faults_of(answer)]
                probed += active.PROBE in getattr(answer, "content", b"").decode(errors="replace")
    assert not wrong, "\n".join(wrong)
    assert seen > 300
    assert probed > 100


def test_no_answer_of_the_api_is_anything_but_json(poisoned: World) -> None:
    wrong, probed = [], 0
    for key, operation in OPERATIONS.items():
        for actor in (actor for actor in ACTORS if actor in operation.opens):
            with undone():
                answer = operate(poisoned, actor, key, operation.keys(poisoned))
                if answer.status_code >= 500:
                    wrong.append(f"{key}, {actor}: {answer.status_code}")
                    continue
                wrong += [f"{key}, {actor}: {fault}" for fault in faults_of(answer)]
                probed += active.PROBE in getattr(answer, "content", b"").decode(errors="replace")
    assert not wrong, "\n".join(wrong)
    assert probed > 50


def test_a_browser_that_asks_the_api_for_a_page_gets_none(poisoned: World) -> None:
    answer = poisoned.api("T-care").get("/api/v1/episodes/", headers={"Accept": "text/html"})
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_admin_escapes_what_was_typed(poisoned: World) -> None:
    page, wrong = poisoned.page("admin"), []
    for name in ("accounts_user", "accounts_clinic", "accounts_listing", "exercises_exercise", "exercises_guidepage"):
        url = reverse(f"admin:{name}_changelist")
        answers = [page.get(url), page.get(url, {"q": active.WORST})]
        wrong += [f"{name}: {fault}" for answer in answers for fault in faults_of(answer)]
    assert not wrong


def test_an_export_holds_no_formula_and_no_way_out_of_its_folder(poisoned: World) -> None:
    target = io.BytesIO()
    write_archive(poisoned.cast.client, target)
    checked = 0
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            assert not name.startswith(("/", "\\"))
            assert ".." not in name
            assert name.isascii()
            assert not active.faults_of_header(name)
            content = archive.read(name)
            if name.endswith(".csv"):
                assert active.faults_of_csv(content.decode()) == [], name
                checked += active.PROBE in content.decode()
            if name.endswith(".pdf"):
                assert active.faults_of_pdf(content) == []
            if name.endswith(".ics"):
                assert active.faults_of_calendar(content) == []
    assert checked > 5


def test_tables_for_editors_and_for_after_a_break_in_hold_no_formula(poisoned: World) -> None:
    page = poisoned.page("editor").get("/admin/exercises/exercise/export/csv/")
    texts = [body_of(page).decode()]
    for command, args in (("export_exercises", ["--format", "csv"]), ("affected_by", [poisoned.cast.therapist.email])):
        out = io.StringIO()
        call_command(command, *args, stdout=out, stderr=io.StringIO())
        texts.append(out.getvalue())
    assert all(active.PROBE in text for text in texts)
    assert [active.faults_of_csv(text) for text in texts] == [[]] * len(texts)


def sent(world: World) -> Iterator[Any]:
    """Every mail that names somebody or something, as it leaves."""
    mail.outbox.clear()
    world.invitation.refresh_from_db()
    for actor in ("T-care", "manager"):
        world.page(actor).post(reverse("invitation_resend", args=[world.invitation.pk]))
    world.page("manager").post(reverse("clinic_invite", args=[world.cast.clinic.pk]), {
        "email": "new@example.org", "role": "therapist",
    })  # fmt: skip
    world.listing.refresh_from_db()
    with pytest.raises(ValidationError):
        ask(listing=world.listing, name="Vera\r\nBcc: x@example.org", email="vera@example.org", language="en")
    ask(listing=world.listing, name="Vera", email="vera@example.org", language="en", note=active.WORST[:200])
    world.cast.admin.groups.add(Group.objects.get(name="Editors"))
    drafts.begin(exercise=world.spare_exercise, by=world.cast.editor)
    world.page("editor").post(f"/admin/exercises/exercise/{world.spare_exercise.pk}/draft/submit/", {
        "serial": drafts.Draft.objects.get(exercise=world.spare_exercise).serial, "reason": active.WORST,
    })  # fmt: skip
    yield from mail.outbox


def test_mails_are_plain_and_go_to_whom_they_are_for(poisoned: World) -> None:
    count = probed = 0
    for each in sent(poisoned):
        found = message_from_bytes(each.message().as_bytes(), policy=policy.default)
        assert set(found.keys()) <= {
            "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
            "Auto-Submitted",
        }  # fmt: skip
        assert found["To"] == each.to[0]
        assert active.PROBE not in str(found["To"])
        assert not active.faults_of_header(str(found["Subject"])), found["Subject"]
        assert found.get_content_type() == "text/plain"
        assert str(7919 * 7907) not in found.get_content()
        count, probed = count + 1, probed + (active.PROBE in found.get_content())
    assert count > 3
    assert probed > 1


def test_paper_prints_markup_of_its_own_language_as_it_was_typed(poisoned: World) -> None:
    """Whole, by the page, by the API and by the link that is shared."""
    program = poisoned.cast.program.pk
    ways: list[Any] = [poisoned.page("T-care").get(f"/programs/{program}/handout.pdf")]
    ways.append(poisoned.api("client-own").get(f"/api/v1/programs/{program}/handout.pdf"))
    ways.append(poisoned.page("anon").get(f"/p/{poisoned.share_token}/handout.pdf"))
    ways.append(poisoned.page("anon").get("/exercises/handout.pdf", {"exercise": "glute-bridge"}))
    for answer in ways:
        content = body_of(answer)
        assert active.faults_of_pdf(content) == []
        # Lines may be broken anywhere.
        text = "".join(active.Paper(content).text.split())
        assert active.PROBE in text.replace("\u00ad", "")
        assert '#read("/etc/' in text


def test_calendar_with_names_has_one_entry_for_one_occasion(poisoned: World) -> None:
    poisoned.feed.__class__.objects.update(shows_names=True)
    answer = poisoned.page("anon").get(f"/calendar/{poisoned.feed_secret}.ics")
    content = body_of(answer)
    assert active.faults_of_calendar(content) == []
    [first, *_more] = vobject.readOne(content.decode()).vevent_list
    assert active.PROBE in first.summary.value
    assert {child.name for child in first.getChildren()} <= {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DESCRIPTION", "URL", "CLASS", "TRANSP", "DTSTART",
        "DTEND",
    }  # fmt: skip


def test_log_has_one_line_for_one_event_whatever_was_typed() -> None:
    formatter = AllowedFields()
    for argument in (active.WORST, "a\nb", "\x1b[31m", "\u2028"):
        record = logging.LogRecord("accounts", logging.ERROR, "", 1, "It failed: %s", (argument,), None)
        line = formatter.format(record)
        assert line.isascii()
        assert "\n" not in line
        assert active.PROBE not in line
        assert json.loads(line)["about"] == ["?"]


def test_push_says_nothing_that_was_typed(poisoned: World) -> None:
    said = message_for(poisoned.reminders, page="today")
    assert active.PROBE not in json.dumps(said)


BAD_CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR"
)


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        (active.faults_of_page, f"<p>{active.WORST}</p>"),
        (active.faults_of_page, f"<input value='{active.WORST}'>"),
        (active.faults_of_page, f"<script type='application/json'>{active.WORST}</script>"),
        (active.faults_of_page, "<a href=' JavaScript:alert(1)'>x</a>"),
        (active.faults_of_calendar, BAD_CALENDAR),
        (active.faults_of_csv, "a,=1+1"),
        (active.faults_of_csv, 'a,"b;=1+1"'),
        (active.faults_of_header, "x\r\nBcc: y"),
        (active.faults_of_header, "\u202egnp.exe"),
    ],
)
def test_readers_see_what_they_look_for(reads: Callable[[Any], list[str]], text: Any) -> None:
    assert reads(text)

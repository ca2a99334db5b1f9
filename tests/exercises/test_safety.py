"""The red-flag screen as data, the pages shown on severe pain, and the numbers that they tell people to call."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pydantic import ValidationError
from pytest_django import Settings

from backfit.contacts import Contact, read_contacts
from exercises.content.safety_schema import Tier, read_safety
from exercises.content.schema import CONTENT, read_guide
from tests.exercises.test_content import FRIGHTENING_OR_PROMISING, HIGHEST_GRADE, reading_grade

SAFETY = read_safety()
each_tier = pytest.mark.parametrize("tier", SAFETY.tiers, ids=lambda tier: tier.key)

# What the clinical notes (4.1) list, by a word that the question about it must have.
EXPECTED = {
    "emergency": (
        "between your legs", "wipe", "passing urine", "bladder is full", "bowels", "erection", "both of your legs",
        "weak or getting weaker", "foot drop", "unsteady", "clumsy", "accident", "chest pain", "collapse", "tearing",
        "neck pain begin after", "worst headache", "see double", "speech slur", "face droop", "give way",
    ),
    "urgent": (
        "fever", "immune", "inject", "infection or an operation", "cancer", "losing weight", "over 70", "fragile",
        "steroids", "shorter", "lump", "newly weak", "numbness spreading", "severe leg pain", "worse at night",
        "rest", "shoulder blades", "cough", "chest pain when you exert", "faint", "breath",
    ),
    "soon": (
        "under 20 or over 55", "half an hour each morning", "psoriasis", "bowel disease", "inflamed eye", "pregnant",
        "burn when you pass urine", "flank", "six weeks", "blood pressure", "diabetes", "heart trouble",
    ),
}  # fmt: skip


@each_tier
def test_every_finding_of_the_clinical_notes_is_asked_in_its_tier(tier: Tier) -> None:
    questions = " ".join(finding.question for finding in tier.findings)
    assert [word for word in EXPECTED[tier.key] if word not in questions] == []


@each_tier
def test_every_question_is_easy_to_read_and_asked_of_you(tier: Tier) -> None:
    for finding in tier.findings:
        assert reading_grade([finding.question]) <= HIGHEST_GRADE, finding.question
        assert reading_grade([finding.sign]) <= HIGHEST_GRADE, finding.sign
    assert reading_grade([f"{tier.title}.", tier.summary, *tier.todo]) <= HIGHEST_GRADE


def test_screen_neither_frightens_nor_promises() -> None:
    text = (CONTENT / "safety.yaml").read_text(encoding="utf-8")
    assert FRIGHTENING_OR_PROMISING.search(text) is None


def test_guide_page_and_screen_name_the_same_signs_in_the_same_order() -> None:
    page = next(page for page in read_guide() if page.slug == "red-flags")
    for tier in SAFETY.tiers:
        section = page.body.split(f"## {tier.title}\n")[1].split("\n## ")[0]
        listed = [" ".join(item.split()) for item in re.findall(r"^- (.*(?:\n  .*)*)", section, re.MULTILINE)]
        assert listed == [finding.sign for finding in tier.findings]


def test_group_fits_a_screen() -> None:
    assert max(len(group.findings) for group in SAFETY.groups()) <= 7


def test_content_with_a_key_twice_or_a_tier_missing_is_refused(tmp_path: Path) -> None:
    text = (CONTENT / "safety.yaml").read_text(encoding="utf-8")
    twice, short = tmp_path / "twice.yaml", tmp_path / "short.yaml"
    twice.write_text(text.replace("key: bowels", "key: wiping"))
    short.write_text(text.split("\n  - key: soon")[0])
    with pytest.raises(ValidationError, match="twice: wiping"):
        read_safety(twice)
    with pytest.raises(ValidationError, match="emergency, urgent, soon"):
        read_safety(short)


def test_visitor_in_severe_pain_reads_what_to_do_in_order_of_urgency(client: Client) -> None:
    page = client.get("/safety/").content.decode()
    in_order = ["If it hurts badly", 'href="tel:112"', "getting weaker", "Tell your therapist later",
                "phone a doctor today", "fever", "None of these", "/safety/flare-up/", "dark thoughts",
                "Nobody is watching"]  # fmt: skip
    places = [page.lower().index(words.lower()) for words in in_order]
    assert places == sorted(places)


def test_visitor_in_a_flare_up_reads_how_to_ease_off(client: Client) -> None:
    page = client.get("/safety/flare-up/").content.decode()
    for words in (
        "common",
        "24 to 48 hours",
        "one level easier",
        "Tell your therapist",
        "only if none of them fits",
        'href="/safety/"',
    ):
        assert words in page
    assert FRIGHTENING_OR_PROMISING.search(page) is None


@pytest.mark.parametrize("path", ["/safety/", "/safety/flare-up/"])
def test_safety_page_is_small_kept_by_caches_and_runs_no_script(client: Client, path: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert len(page) < 16_000
    assert "<script" not in page
    assert "<form" not in page
    assert "public" in answer.headers["Cache-Control"]
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert re.search(r"\b(tablet|painkiller|ibuprofen|paracetamol|dose)s?\b", page) is None


@pytest.mark.parametrize("path", ["/safety/", "/safety/flare-up/"])
def test_safety_page_asks_the_database_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200  # without the database mark, a query would raise
    assert client.post(path).status_code == 405


def test_clinic_sets_its_own_numbers(client: Client, settings: Settings) -> None:
    settings.EMERGENCY_NUMBERS = read_contacts("Dublin=112, Belfast=999")
    settings.URGENT_NUMBERS = read_contacts("NHS=111")
    settings.CRISIS_CONTACTS = read_contacts("Samaritans=116 123")
    page = client.get("/safety/").content.decode()
    for words in ("Call 112 (Dublin)", 'href="tel:999"', 'href="tel:111"', 'href="tel:116123"', "Samaritans"):
        assert words in page
    assert "911" not in page


def test_footer_names_the_number_of_the_settings(client: Client, db: None, settings: Settings) -> None:
    assert "call your local emergency number, such as 112" in client.get("/guide/").content.decode()
    settings.EMERGENCY_NUMBERS = read_contacts("999")
    page = client.get("/guide/").content.decode()
    assert "In an emergency call 999." in page
    assert 'href="/safety/"' in page
    assert 'href="/back-check/"' in page


def test_numbers_are_read_or_refused_with_the_part_that_is_none() -> None:
    assert read_contacts("") == []
    assert read_contacts(" 999 ") == [Contact("", "999")]
    assert read_contacts("A=+44 20 7946 0000,B=112")[0].href == "tel:+442079460000"
    for nonsense in ("help", "A=", "999;112", "A=<b>", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="no phone number"):
            read_contacts(nonsense)

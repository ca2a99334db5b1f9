"""Which passwords are refused: by length, by the list, by what is around the person; and by nothing else."""

import json
import os
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.passwords.bloom import Bloom
from accounts.passwords.common import FILE, is_common, listed
from tests.accounts.test_passkeys import sign_in_by_code
from tests.cast import Cast

ROOT = Path(__file__).parents[2]
MEBIBYTE = 1024  # of argon2's unit, a kibibyte


def refused(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {str(each.code) for each in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x7$k2mQ9vTz", "password_too_short"),
        ("x" * 64 + "q7" * 32 + "z", "password_too_long"),
        # Breached as they stand, in whatever case.
        ("manchesterunited", "password_too_common"),
        ("ManchesterUnited", "password_too_common"),
        ("123456789012", "password_too_common"),
        ("qwertyuiop123", "password_too_common"),
        # Common words that were made long enough.
        ("sunshine!!2026", "password_too_common"),
        ("2026-Sunshine-", "password_too_common"),
        ("passwordpassword", "password_too_common"),
        ("letmeinletmein99", "password_too_common"),
        ("abcabcabcabca", "password_too_common"),
        ("zzzzzzzzzzzzzz", "password_too_common"),
        ("backfit-backfit-1", "password_of_the_context"),
    ],
)
def test_what_others_would_try_is_refused(password: str, code: str) -> None:
    assert code in refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "a long way to the sea",
        "correct giraffe balcony seven",
        "849372619483",
        "ÄÖÜ ßßß żółw 龍 tree",
        "q" * 4 + "plumtree otter lamp" + "z" * 105,
        "backfit is where my sister works",
        "!!!!kT9#mW2$qL7!!!!",
    ],
)
def test_any_composition_will_do(password: str) -> None:
    assert refused(password) == set()


@pytest.mark.parametrize(
    "password", ["Chris-Client-26", "chris.client1985", "Northside Backfit 1", "client@example!!", "northside12345"]
)
def test_what_is_around_the_person_is_not_enough(cast: Cast, password: str) -> None:
    assert "password_of_the_context" in refused(password, cast.client)
    assert "password_of_the_context" not in refused("northside otter lamp", cast.client)


def test_person_is_told_why_when_they_choose_one(client: Client, cast: Cast) -> None:
    sign_in_by_code(client, cast.client)
    page = client.post(reverse("account_set_password"), {"password1": "sunshine!!2026", "password2": "sunshine!!2026"})
    assert "thieves try first" in page.content.decode()
    assert not User.objects.get(pk=cast.client.pk).has_usable_password()


def test_list_holds_far_more_than_a_hundred_thousand_that_a_password_could_be() -> None:
    with FILE.open("rb") as file:
        about = json.loads(file.readline())
    assert about["words"] == len(listed()) > 1_400_000
    assert len(about["sha256"]) == 64
    notice = FILE.with_name("NOTICE").read_text()
    assert about["made_of"] in notice
    assert "MIT" in notice


def test_list_takes_few_for_listed_that_are_not() -> None:
    dice = random.Random(7)
    letters = string.ascii_lowercase + string.digits
    wrong = sum(is_common("".join(dice.choices(letters, k=14)) + "a") for _time in range(20_000))
    assert wrong <= 10  # twice what one in 10,000 would be, five times over


def test_filter_finds_all_that_it_was_given(tmp_path: Path) -> None:
    words = [f"word number {number}" for number in range(500)]
    Bloom.of(words, made_of="here").write(tmp_path / "few")
    read = Bloom.read(tmp_path / "few")
    assert len(read) == 500
    assert all(word in read for word in words)
    assert sum(f"other {number}" in read for number in range(5_000)) <= 5


def test_hashes_cost_what_they_must() -> None:
    """In production; the tests themselves use a fast one."""
    code = "import django as d; d.setup(); from django.contrib.auth.hashers import make_password as m; print(m('x'))"
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "backfit.settings", "BACKFIT_DEBUG": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    cost = Argon2PasswordHasher().decode(ended.stdout.strip())
    assert cost["algorithm"] == "argon2"
    assert cost["variety"] == "argon2id"
    assert cost["memory_cost"] >= 19 * MEBIBYTE
    assert cost["time_cost"] >= 2
    assert cost["parallelism"] >= 1

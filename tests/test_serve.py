import socket

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings


@pytest.fixture(autouse=True)
def in_development(settings: Settings) -> None:
    settings.DEBUG = True  # the test runner turns it off


@pytest.mark.parametrize("port", ["", "eighty", "-1", "0", "65536", "80.5", "٨٠٠٠", "8000000000"])
def test_a_port_that_is_none_is_refused_in_one_line(port: str) -> None:
    with pytest.raises(CommandError, match="whole number from 1 to 65535") as refusal:
        call_command("serve", port=port)
    assert "\n" not in str(refusal.value)


def test_a_port_in_use_is_refused_in_one_line_before_the_database_is_touched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"^Port {port} is in use.*PORT={port + 1}$"):
            call_command("serve", port=str(port))


def test_the_demonstration_is_refused_where_it_would_open_a_real_site(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="known passwords"):
        call_command("serve", port="8000")

"""How many lines of shorthand are read a second: `python -m tests.exercises.bench_shorthand`."""

from __future__ import annotations

import time
from pathlib import Path

import django
import yaml
from django.conf import settings


def main(rounds: int = 500) -> None:
    if not settings.configured:
        settings.configure()
        django.setup()
    from exercises.shorthand import parse

    cases = yaml.safe_load(Path(__file__).with_name("shorthand_cases.yaml").read_text("utf-8"))
    for name, wanted in (("clear", [False]), ("doubtful", [True]), ("all", [False, True])):
        lines = [case["input"] for case in cases if case.get("ask", False) in wanted]
        start = time.process_time()
        for _ in range(rounds):
            for line in lines:
                parse(line)
        spent = time.process_time() - start
        print(f"{name}: {len(lines)} cases, {len(lines) * rounds / spent:,.0f} lines per CPU second")


if __name__ == "__main__":
    main()

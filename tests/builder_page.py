"""What the page of the builder would send of what it got."""

from typing import Any

from django.test import Client

ITEM = ("note", "cue", "group", "choose", "when", "stop_pain", "short", "maintain")
SENT = ("key", "text", "answer", *ITEM, "despite", "any_day", "once", "easier")
PARTS = ("name", "weeks", "days", "goal", "minutes", "effort", "pain_at_most")


def as_sent(state: dict[str, Any]) -> dict[str, Any]:
    phases = [
        {
            **{name: phase[name] for name in PARTS},
            "lines": [{name: line[name] for name in SENT} for line in phase["lines"]],
        }
        for phase in state["phases"]
    ]
    return {"base": state["digest"], "phases": phases, "rules": None}


class Builder:
    """The page of one plan, as one person has it open."""

    def __init__(self, client: Client, owner: Any) -> None:
        self.client = client
        self.url = owner.get_absolute_url()

    def state(self) -> dict[str, Any]:
        answer = self.client.get(f"{self.url}lines/")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def post(self, body: Any) -> Any:
        return self.client.post(f"{self.url}lines/", body, content_type="application/json")

    def save(self, body: Any) -> dict[str, Any]:
        answer = self.post(body)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def typed(self, *texts: str, phase: int = 0, **fields: Any) -> dict[str, Any]:
        """The state after these lines were typed at the end of a phase."""
        body = as_sent(self.state())
        lines = body["phases"][phase]["lines"]
        start = len(lines)
        lines += [{"key": f"new{start + place:05}", "text": text, **fields} for place, text in enumerate(texts)]
        return self.save(body)

    def lines(self) -> list[dict[str, Any]]:
        return lines_of(self.state())

    def suggest(self, text: str) -> list[dict[str, Any]]:
        return list(self.client.get(f"{self.url}suggest/", {"q": text}).json()["results"])


def lines_of(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for phase in state["phases"] for line in phase["lines"]]


def blocker(text: str, *, key: str | None = None, phase: int | None = None) -> dict[str, Any]:
    return {"text": text, "key": key, "phase": phase}


def last(state: dict[str, Any]) -> dict[str, Any]:
    return lines_of(state)[-1]

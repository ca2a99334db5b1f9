"""What a program can be started from, as a list to choose from: what was used lately comes first."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Routine, User
from accounts.template_pages import Summary
from programs.models import Program

LATELY = 5
"""As many as one sees at a glance."""
PROGRAMS_LOOKED_AT = 40
GROUPS: dict[str, Any] = {
    "lately": _("Used lately"),
    "mine": _("Mine"),
    "clinic": _("My clinic's"),
    "template": _("Templates"),
}


@dataclass(frozen=True)
class Choice:
    """`phases` are what they are called; `group` is where it stands in the list."""

    pk: str
    name: str
    group: Any
    about: str
    phases: list[str]


def choices_of(user: User) -> list[Choice]:
    routines = list(Routine.objects.visible_to(user).order_by("name", "pk"))
    lately = used_lately(user)
    found = [(group_of(routine, user, lately), routine) for routine in routines]
    order = list(GROUPS)
    # Sorting keeps the names' order within a group.
    found.sort(key=lambda pair: (order.index(pair[0]), lately.get(pair[1].name, 0) if pair[0] == "lately" else 0))
    return [choice_of(routine, GROUPS[group]) for group, routine in found]


def used_lately(user: User) -> dict[str, int]:
    """Names of the routines from which the person began programs last, with their place.

    A program does not know what it was begun from; one that kept the name tells.
    """
    names = Program.objects.filter(created_by=user).order_by("-created_at").values_list("name", flat=True)
    mine = set(Routine.objects.visible_to(user).values_list("name", flat=True))
    known = dict.fromkeys(name for name in names[:PROGRAMS_LOOKED_AT] if name in mine)
    return {name: place for place, name in enumerate(list(known)[:LATELY])}


def group_of(routine: Routine, user: User, lately: dict[str, int]) -> str:
    if routine.name in lately:
        return "lately"
    if routine.is_template:
        return "template"
    return "mine" if routine.owner_id == user.pk else "clinic"


def choice_of(routine: Routine, group: Any) -> Choice:
    summary = Summary.of(routine)
    return Choice(
        pk=str(routine.pk),
        name=routine.name,
        group=group,
        about=summary.facts,
        phases=[phase.name for phase in summary.plan.phases],
    )

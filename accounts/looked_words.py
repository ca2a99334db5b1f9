"""What was looked at, in words for the client. Each app says how it calls its own kinds of rows.

A look of which nobody has words is not left out: it is called part of the record.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, object] = {
    "episode": _("your record as a whole"),
    "clinicclient": _("your name and care team in the clinic’s list"),  # noqa: RUF001 - typed as it is printed
    "careteammember": _("who is on your care team"),
    "invitation": _("your invitation"),
    "user": _("how an account is opened"),
}
DOORS: dict[str, object] = {"address_changed": _("the address that opens your account")}
"""Pages that are better told by themselves than by what they hold, by the name of their address."""
PART = _("part of your record")


def name_kinds(words: Mapping[str, object]) -> None:
    KINDS.update(words)


def name_doors(words: Mapping[str, object]) -> None:
    DOORS.update(words)


def things(looks: Iterable[tuple[str, str]]) -> list[str]:
    """What a number of looks were at, each (door, kinds) in words, nothing twice."""
    found: dict[str, None] = {}
    for door, kinds in looks:
        if door in DOORS:
            found[str(DOORS[door])] = None
        else:
            found |= dict.fromkeys(str(KINDS.get(kind, PART)) for kind in kinds.split())
    return list(found)

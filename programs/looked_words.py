"""How clients are told what somebody looked at (accounts/looked_words.py)."""

from django.utils.translation import gettext_lazy as _

from accounts.alarms import name_exports, name_lists
from accounts.looked_words import name_doors, name_kinds

KINDS = {
    "attention": _("reasons to look at how you are"),
    "checkin": _("your pain in the morning"),
    "cue": _("the moments of the day that you picked"),
    "measure": _("what was measured"),
    "message": _("messages between you and your care team"),
    "program": _("your program"),
    "proposal": _("changes that the site suggests"),
    "safetyreport": _("warning signs that you told of"),
    "safetyscreen": _("your answers about warning signs"),
    "session": _("what you did and how it felt"),
    "sharelink": _("links to your program"),
    "version": _("a version of your program"),
}
DOORS = {
    "attention-list": _("your line in a list of clients"),
    "calendar_feed": _("the days in your calendar"),
    "client_list": _("your line in the list of clients"),
    "program-handout": _("your program on paper"),
    "program_handout": _("your program on paper"),
    "program_start": _("your name among clients to start with"),
    "shared_handout": _("your program on paper, by a link"),
    "shared_program": _("your program, by a link"),
    "shared_sign_in": _("the way to sign in, by a link"),
}


def tell_words() -> None:
    name_kinds(KINDS)
    name_doors(DOORS)
    name_lists(["attention-list", "client_list", "program_start"])
    name_exports(["program-handout", "program_handout"])

"""What people agree to, by version. A text is never changed, only followed by a newer one: rows name its version.

Each purpose that Backfit has is here: that the care team reads a client's record, reminders, a listing that everybody
reads, and a visitor's request for an appointment. Photos of clients and research are no purposes: there are none.
"""

from django.utils.translation import gettext_lazy as _

LISTING = {
    "2026-11": _(
        "I agree that everybody can read on this site what is written here, without an account. Search engines and "
        "other programs can find it too. I can take it off the list whenever I like. It is then gone from this site at "
        "once, but copies that others have made may stay with them."
    ),
}
REQUEST = {
    "2026-11": _(
        "I agree that this site passes my name, how to reach me and what I wrote on to %(name)s, so that they can "
        "answer me. They see it until %(closed)s days after they have dealt with it, and never longer than %(days)s "
        "days. Then it is deleted."
    ),
}
REMINDERS = {
    "2026-11": _(
        "Backfit may send me reminders. They pass through my mail provider, or through the push service of my "
        "browser's maker. They only say that I can open Backfit, and nothing of exercises, pain or my therapist. I can "
        "stop them at any time, with one tap in each of them."
    ),
}
CARE = {
    "2026-11": _(
        "I agree that the therapists of %(clinic)s who treat me use my record here. They make my program. They read "
        "what I do, how it feels and what I tell them. Nobody else reads it. Only in an emergency may somebody else of "
        "the clinic look, and then I am told at once. I can stop this whenever I like, and my exercises stay with me."
    ),
}
LISTING_VERSION = max(LISTING)
REQUEST_VERSION = max(REQUEST)
REMINDERS_VERSION = max(REMINDERS)
CARE_VERSION = max(CARE)

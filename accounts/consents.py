"""What people agree to, by version. A text is never changed, only followed by a newer one: rows name its version."""

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
LISTING_VERSION = max(LISTING)
REQUEST_VERSION = max(REQUEST)
REMINDERS_VERSION = max(REMINDERS)

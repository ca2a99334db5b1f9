"""The browsers that a person wants messages on."""

from base64 import urlsafe_b64decode
from binascii import Error
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from backfit.refusals import Conflict, TooMany
from programs.models import PushSubscription
from programs.models.push import MOST
from programs.reminders.keys import push_is_offered

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """Such as “Firefox on Android”, from what the browser says of itself; coarse, for its owner to tell apart."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Browser"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


def register(*, by: User, endpoint: str, p256dh: str, auth: str, name: str) -> tuple[PushSubscription, bool]:
    """Keep what a browser got from its push service, and whether it is new; the same again is the same row.

    A browser that somebody else has used before is theirs no longer: whoever shows its keys is the one who has it now.
    Raises ValidationError for what is no such address or key, or belongs to another browser; TooMany beyond ten
    devices; Conflict where this site cannot send to any.
    """
    if not push_is_offered():
        raise Conflict(_("This site cannot send messages to devices."))
    device = PushSubscription(user=by, endpoint=endpoint, p256dh=p256dh, auth=auth, name=name.strip()[:60])
    device.clean_fields()
    require_address(endpoint)
    require_keys(p256dh, auth)
    try:
        with transaction.atomic():
            return keep(device, by)
    except IntegrityError:
        # Two pages of the same browser at once.
        with transaction.atomic():
            return keep(device, by)


def keep(device: PushSubscription, by: User) -> tuple[PushSubscription, bool]:
    # Locked, or two at once would each find room.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    found = PushSubscription.objects.select_for_update(of=("self",)).filter(endpoint=device.endpoint).first()
    if found is not None and (found.p256dh, found.auth) != (device.p256dh, device.auth):
        raise ValidationError({"endpoint": _("Another device has this address.")})
    if found is not None and found.user_id == by.pk:
        return found, False
    if by.push_subscriptions.count() >= MOST:
        raise TooMany(_("You have %(most)s devices here. Remove one first.") % {"most": MOST})
    if found is not None:
        found.delete()
    device.save(force_insert=True)
    return device, True


def require_address(endpoint: str) -> None:
    """Whether it leads somewhere public is looked at when something is sent there (backfit.outbound)."""
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme == "https" and "." in (parts.hostname or "") and parts.port in (None, 443)
    except ValueError:
        usable = False
    if not usable or parts.username or not endpoint.isascii() or any(sign.isspace() for sign in endpoint):
        raise ValidationError({"endpoint": _("This is not the address of a push service.")})


def require_keys(p256dh: str, auth: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(p256dh))
    except ValueError as error:
        raise ValidationError({"p256dh": _("This is not a key of a browser.")}) from error
    try:
        usable = len(decoded(auth)) == 16
    except ValueError:
        usable = False
    if not usable:
        raise ValidationError({"auth": _("This is not a key of a browser.")})


def decoded(text: str) -> bytes:
    """Raises ValueError for what is not base64url."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (Error, UnicodeEncodeError) as error:
        raise ValueError(text) from error


def release(*, endpoint: str, p256dh: str, auth: str) -> None:
    """Forget a browser, whoever added it: who shows its keys has it now, and may be another person than before."""
    PushSubscription.objects.filter(endpoint=endpoint, p256dh=p256dh, auth=auth).delete()


def forget_all(user: User) -> None:
    """All sessions of the person have ended; where they were is not for us to write to any more."""
    user.push_subscriptions.all().delete()


def rename(device: PushSubscription, name: str) -> None:
    device.name = name.strip()
    device.clean_fields()
    device.save(update_fields=["name"])

"""Whoever signs in with a device that the account has not met is mailed about it.

A device is known by a random cookie that it gets when somebody signs in, not by what it says of itself, which a thief
says too. Of an account that was made just now nothing is said: its first device is no news.
"""

import datetime
import hashlib
import re
import secrets

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts import devices
from accounts.models import KnownDevice, User
from accounts.models.sign_in import device_in_words

REMEMBERED = datetime.timedelta(days=400)
"""As long as browsers keep a cookie."""
AT_MOST = 20
NEW_ACCOUNT = datetime.timedelta(hours=1)
TO_GIVE = "device_cookie"


@receiver(user_logged_in)
def meet(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    from accounts.tasks import send_security_mail

    if not request.META:
        return  # no device: a program has signed somebody in
    secret = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not re.fullmatch(r"[\w-]{43}", secret, re.ASCII):
        secret = secrets.token_urlsafe(32)
    setattr(request, TO_GIVE, secret)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    _device, is_new = KnownDevice.objects.get_or_create(user=user, digest=digest)
    if not is_new:
        return
    forget_oldest(user)
    if user.date_joined < timezone.now() - NEW_ACCOUNT:
        agent = request.headers.get("User-Agent", "")
        words = device_in_words(devices.browser_of(agent), devices.system_of(agent))
        send_security_mail.enqueue("new_device", str(user.pk), user.email, {"device": words})


def forget_oldest(user: User) -> None:
    newest = KnownDevice.objects.filter(user=user).order_by("-met_at")[:AT_MOST]
    KnownDevice.objects.filter(user=user).exclude(pk__in=[device.pk for device in newest]).delete()


def give_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Only to whoever has signed in just now; visitors get none."""
    secret = getattr(request, TO_GIVE, None)
    if secret is not None:
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            secret,
            max_age=REMEMBERED,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def clear_forgotten() -> None:
    KnownDevice.objects.filter(met_at__lt=timezone.now() - REMEMBERED).delete()

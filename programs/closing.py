"""What programs take back when an account is closed."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from programs.models import CalendarFeed, PushSubscription, ShareLink


def stop_sending(user: User) -> None:
    """Links that the person made or that lead to their programs, their calendar, and the devices of theirs."""
    now = timezone.now()
    made = Q(created_by=user, kind=ShareLink.Kind.LINK)
    links = ShareLink.objects.filter(made | Q(program__episode__client=user), revoked_at__isnull=True)
    links.update(revoked_at=now)
    CalendarFeed.objects.filter(owner=user, revoked_at__isnull=True).update(revoked_at=now)
    PushSubscription.objects.filter(user=user).delete()

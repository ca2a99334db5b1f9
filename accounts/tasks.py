"""What the queue does for clinics and for people's accounts."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accounts import care_sharing, sign_in_mail
from accounts.appointments import tell
from accounts.emergency import tell_client
from accounts.models import AppointmentRequest, EmergencyAccess, Episode, User
from accounts.security_mail import compose


@task()
def tell_the_desk(request: str) -> int:
    """Mail whom a request concerns that it is waiting; none when it is handled or gone. Gives the number of mails."""
    found = AppointmentRequest.objects.waiting().select_related("listing").filter(pk=request).first()
    return tell(found) if found is not None else 0


@task()
def send_security_mail(kind: str, person: str, to: str, about: dict[str, str]) -> int:
    """Gives the number of mails; none when the account is gone."""
    found = User.objects.filter(pk=person).first()
    return compose(kind, to=to, user=found, at=timezone.now(), about=about).send() if found is not None else 0


@task()
def tell_of_new_team(client: str) -> int:
    """Mail a client that somebody new cares for them, whom the mail does not name. Gives the number of mails."""
    found = User.objects.filter(pk=client, is_active=True).first()
    if found is None:
        return 0
    link = settings.SITE_URL + reverse("consent_list")
    return compose("new_team", to=found.email, user=found, at=timezone.now(), about={"link": link}).send()


@task(priority=50)  # somebody waits for it
def send_sign_in_mail(sealed: str, tries: int = 0) -> bool:
    """Send one that `accounts.sign_in_mail` has sealed."""
    return sign_in_mail.send(sealed, tries)


@task()
def tell_of_emergency(access: str) -> bool:
    """Mail the client that somebody opened their record. What cannot be sent is tried again by `tell_again`."""
    rows = EmergencyAccess.objects.not_told().select_related("episode__client")
    found = rows.filter(pk=access).first()
    return found is not None and tell_client(found)


@task()
def tell_care_team(episode: str) -> int:
    """Mail the care team that a client has stopped sharing or is leaving; nobody if that is undone meanwhile."""
    kept_back = Q(withheld_at__isnull=False) | Q(client__erasure__isnull=False)
    found = Episode.objects.select_related("clinic").filter(kept_back, pk=episode).first()
    return care_sharing.tell(found) if found is not None else 0

"""What the queue does for clinics."""

from django_tasks import task

from accounts import care_sharing
from accounts.appointments import tell
from accounts.models import AppointmentRequest, Episode


@task()
def tell_the_desk(request: str) -> int:
    """Mail whom a request concerns that it is waiting; none when it is handled or gone. Gives the number of mails."""
    found = AppointmentRequest.objects.waiting().select_related("listing").filter(pk=request).first()
    return tell(found) if found is not None else 0


@task()
def tell_care_team(episode: str) -> int:
    """Mail the care team that a client has stopped sharing; nobody if it has begun again meanwhile."""
    found = Episode.objects.select_related("clinic").filter(pk=episode, withheld_at__isnull=False).first()
    return care_sharing.tell(found) if found is not None else 0

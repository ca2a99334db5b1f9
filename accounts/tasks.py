"""What the queue does for clinics."""

from django_tasks import task

from accounts.appointments import tell
from accounts.emergency import tell_client
from accounts.models import AppointmentRequest, EmergencyAccess


@task()
def tell_the_desk(request: str) -> int:
    """Mail whom a request concerns that it is waiting; none when it is handled or gone. Gives the number of mails."""
    found = AppointmentRequest.objects.waiting().select_related("listing").filter(pk=request).first()
    return tell(found) if found is not None else 0


@task()
def tell_of_emergency(access: str) -> bool:
    """Mail the client that somebody opened their record. What cannot be sent is tried again by `tell_again`."""
    rows = EmergencyAccess.objects.not_told().select_related("episode__client")
    found = rows.filter(pk=access).first()
    return found is not None and tell_client(found)

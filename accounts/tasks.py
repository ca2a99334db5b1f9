"""What the queue does for clinics."""

from django_tasks import task

from accounts.appointments import tell
from accounts.models import AppointmentRequest


@task()
def tell_the_desk(request: str) -> int:
    """Mail whom a request concerns that it is waiting; none when it is handled or gone. Gives the number of mails."""
    found = AppointmentRequest.objects.waiting().select_related("listing").filter(pk=request).first()
    return tell(found) if found is not None else 0

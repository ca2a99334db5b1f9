"""What the queue does for programs."""

from django_tasks import task

from programs.message_notices import tell
from programs.models import Program
from programs.way_in import send_way_in


@task()
def send_way_in_of(program: str) -> bool:
    """Mail the client of a program a way to sign in, where one is needed; asked for by who holds its handout.

    In the queue, because how long a page takes would tell whether a mail was sent.
    """
    row = Program.objects.select_related("episode").filter(pk=program, current__isnull=False).first()
    return row is not None and send_way_in(row)


@task()
def tell_of_message(notice: str) -> bool:
    return tell(notice)

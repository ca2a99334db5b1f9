"""What the queue does for people's own data."""

from uuid import UUID

from django_tasks import task

from accounts.models import Erasure, PersonExport


@task()
def make_copy_of(copy: str) -> bool:
    """Make what was asked for; nothing where it is made already, or gone. Gives whether it was made."""
    from accounts.privacy.copies import make_copy

    row = PersonExport.objects.select_related("person").filter(pk=copy, made_at__isnull=True).first()
    if row is None:
        return False
    make_copy(row)
    return True


@task()
def tell_of_erasure(person: str) -> bool:
    """Mail somebody that they are to be erased, unless that was undone. Gives whether."""
    from accounts.privacy.erasing import tell

    row = Erasure.objects.select_related("person").filter(pk=UUID(person)).first()
    if row is not None:
        tell(row)
    return row is not None

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from backfit.chores import every

EDITORS = "Editors"
LOOK_FOR_DUE = 30  # seconds between two looks for drafts whose time has come


def make_editors_group(using: str, **kwargs: Any) -> None:
    """Editors hold every permission on the catalogue and none on anything else."""
    from django.contrib.auth.models import Group, Permission

    if Permission._meta.db_table not in connections[using].introspection.table_names():
        return  # auth's own tables are being taken away
    group, _created = Group.objects.using(using).get_or_create(name=EDITORS)
    group.permissions.set(Permission.objects.using(using).filter(content_type__app_label="exercises"))


class ExercisesConfig(AppConfig):
    name = "exercises"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        # Permissions are made after migrations, by an earlier receiver of the same signal.
        post_migrate.connect(make_editors_group, dispatch_uid="exercises.editors")
        from exercises.editorial.drafts import publish_due

        every(LOOK_FOR_DUE, publish_due)

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils.text import slugify

import accounts.models.routine


def give_addresses(apps: Any, schema_editor: Any) -> None:
    """Templates that editors have published so far get theirs as `Routine.clean` would give it."""
    routines = apps.get_model("accounts", "Routine").objects.filter(visibility="template", slug=None)
    for routine in routines.only("pk", "name").iterator():
        routine.slug = f"{slugify(routine.name)[:60] or 'template'}-{routine.pk.hex[:8]}"
        routine.save(update_fields=["slug"])


def take_out_what_belongs_to_nobody(apps: Any, schema_editor: Any) -> None:
    """Only templates that came with Backfit do; going forward again brings them back."""
    apps.get_model("accounts", "Routine").objects.filter(owner=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="routine",
            name="about",
            field=models.JSONField(
                blank=True, default=dict, editable=False, validators=[accounts.models.routine.validate_about]
            ),
        ),
        migrations.AddField(
            model_name="routine",
            name="loaded_digest",
            field=models.CharField(blank=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="routine",
            name="slug",
            field=models.SlugField(blank=True, editable=False, max_length=80, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="routine",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="routines",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(give_addresses, take_out_what_belongs_to_nobody),
        migrations.AddConstraint(
            model_name="routine",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__isnull", False), ("visibility", "template"), _connector="OR"),
                name="routine_owner",
                violation_error_message="Only a template may belong to nobody.",
            ),
        ),
        migrations.AddConstraint(
            model_name="routine",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__isnull", False), models.Q(("visibility", "template"), _negated=True), _connector="OR"
                ),
                name="routine_template_slug",
                violation_error_message="A template has an address of its own.",
            ),
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BODY_HELP = "Markdown: ## for headings, - for lists, [words](address) for links."


def text_fields() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("title", models.CharField(max_length=120, verbose_name="title")),
        ("summary", models.CharField(blank=True, max_length=250, verbose_name="summary")),
        ("body", models.TextField(help_text=BODY_HELP, max_length=20000, verbose_name="text")),
    ]


def somebody() -> models.Field:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
    )


def keep_what_is_published(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The text of today is the first that can be gone back to."""
    using = schema_editor.connection.alias
    page_model, revision_model = (apps.get_model("exercises", name) for name in ("GuidePage", "GuideRevision"))
    pages = page_model.objects.using(using).filter(published=True)
    revision_model.objects.using(using).bulk_create(
        revision_model(page=page, number=1, title=page.title, summary=page.summary, body=page.body, at=page.updated_at)
        for page in pages
    )
    pages.update(revision=1)


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0003_editorial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "guidepage",
            "revision",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="revision"),
        ),
        migrations.AddField("guidepage", "serial", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AlterField(
            "guidepage", "body", models.TextField(help_text=BODY_HELP, max_length=20000, verbose_name="text")
        ),
        migrations.CreateModel(
            name="GuideDraft",
            fields=[
                *text_fields(),
                ("base", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed")),
                ("changed_by", somebody()),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="exercises.guidepage"
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of a guide page",
                "verbose_name_plural": "drafts of guide pages",
                "ordering": ["-changed_at"],
            },
        ),
        migrations.CreateModel(
            name="GuideRevision",
            fields=[
                *text_fields(),
                ("number", models.PositiveIntegerField(verbose_name="revision")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("by", somebody()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="exercises.guidepage"
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a guide page",
                "verbose_name_plural": "revisions of guide pages",
                "ordering": ["-number"],
            },
        ),
        migrations.AddConstraint(
            "guiderevision", models.UniqueConstraint(fields=("page", "number"), name="guide_revision_once")
        ),
        migrations.RunPython(keep_what_is_published, migrations.RunPython.noop, elidable=True),
    ]

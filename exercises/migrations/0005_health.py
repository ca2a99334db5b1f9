import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from exercises.editorial.reading import grade


def note_grades(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of what is there; from now on an entry's grade is noted whenever it is written."""
    model = apps.get_model("exercises", "Exercise")
    rows = model.objects.using(schema_editor.connection.alias).prefetch_related("steps", "faults", "cautions")
    for entry in rows.iterator(chunk_size=500):
        lines = [entry.purpose, entry.feel, *(step.text for step in entry.steps.all())]
        lines += [text for fault in entry.faults.all() for text in (fault.text, fault.mend)]
        lines += [caution.text for caution in entry.cautions.all()]
        entry.reading_grade = grade("\n".join(lines))
        entry.save(update_fields=["reading_grade"])


class Migration(migrations.Migration):
    """Pairs of likely duplicates come when an entry is next written."""

    dependencies = [("exercises", "0004_guide_revisions")]

    operations = [
        migrations.AddField(
            "exercise",
            "reading_grade",
            models.FloatField(editable=False, null=True, verbose_name="reading grade"),
        ),
        migrations.AddIndex("exercise", models.Index(fields=["position", "kind"], name="exercise_by_position")),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="likenesses", to="exercises.exercise"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="exercises.exercise"
                    ),
                ),
            ],
            options={
                "verbose_name": "likely duplicate",
                "verbose_name_plural": "likely duplicates",
                "ordering": ["-score", "pk"],
            },
        ),
        migrations.AddConstraint(
            "likeness", models.UniqueConstraint(fields=("exercise", "other"), name="likeness_once")
        ),
        migrations.AddConstraint(
            "likeness",
            models.CheckConstraint(
                condition=models.Q(("exercise", models.F("other")), _negated=True), name="likeness_of_two"
            ),
        ),
        migrations.RunPython(note_grades, migrations.RunPython.noop, elidable=True),
    ]

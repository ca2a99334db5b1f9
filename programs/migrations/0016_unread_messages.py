from django.db import migrations, models


class Migration(migrations.Migration):
    """The reason “unread note” is one for messages too, and is called after them."""

    dependencies = [("programs", "0015_messages_guard")]

    operations = [
        migrations.AlterField(
            model_name="attention",
            name="kind",
            field=models.CharField(
                choices=[
                    ("safety", "Warning sign"),
                    ("severe-pain", "Severe pain"),
                    ("pain-up", "Pain above usual"),
                    ("morning-rise", "Worse the next morning"),
                    ("pain-skip", "Left out for pain"),
                    ("not-started", "Not started"),
                    ("missed", "Missed sessions"),
                    ("slipping", "Doing less"),
                    ("step-back", "Step back suggested"),
                    ("ready", "Ready to progress"),
                    ("message", "Unread message"),
                    ("ending", "Program ends soon"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]

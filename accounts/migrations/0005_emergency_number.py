from django.db import migrations, models

import backfit.contacts


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="emergency_number",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Whom your clients are told to call, such as 999; the site's own number while this is empty.",
                max_length=80,
                validators=[backfit.contacts.validate_contacts],
                verbose_name="emergency number",
            ),
        ),
    ]

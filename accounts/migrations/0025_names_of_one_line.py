from django.db import migrations, models

import accounts.public_text


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0024_deletes_nothing_it_must_keep"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clinic",
            name="name",
            field=models.CharField(
                max_length=120,
                validators=[accounts.public_text.validate_one_line, accounts.public_text.validate_no_address],
                verbose_name="name",
            ),
        ),
        migrations.AlterField(
            model_name="episode",
            name="client_name",
            field=models.CharField(
                max_length=120,
                validators=[accounts.public_text.validate_one_line, accounts.public_text.validate_no_address],
                verbose_name="client's name",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="name",
            field=models.CharField(
                blank=True, max_length=120, validators=[accounts.public_text.validate_one_line], verbose_name="name"
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_passkey_offer"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="offered_install",
            field=models.BooleanField(default=True, editable=False, verbose_name="may be told how to install it"),
        ),
    ]

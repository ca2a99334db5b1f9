from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_known_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClinicClient",
            fields=[],
            options={
                "ordering": ["client_name", "-started_on", "pk"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("accounts.episode",),
        ),
    ]

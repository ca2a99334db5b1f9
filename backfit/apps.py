from django.apps import AppConfig


class BackfitConfig(AppConfig):
    name = "backfit"

    def ready(self) -> None:
        import backfit.checks  # noqa: F401 - registers them

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self) -> None:
        from exercises.editorial.usage import register
        from exercises.reach import register_readers
        from programs.exercise_reach import clients
        from programs.exercise_usage import live_programs, skips

        register(live_programs)
        register_readers(clients)
        register(skips)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from backfit import retention
from backfit.chores import every

HOUR = 3600
DAY = 24 * HOUR


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and clinics")

    def ready(self) -> None:
        import accounts.retention
        import accounts.unsent
        from accounts.client_fit import client_fit
        from accounts.exercise_reach import members, therapists
        from accounts.exercise_usage import templates
        from accounts.session_life import clear_ended
        from accounts.template_links import template_at
        from exercises.editorial.usage import register
        from exercises.fitting import register_fitting
        from exercises.reach import register_readers, register_writers
        from exercises.routine_links import register_routines

        accounts.retention.register()
        register(templates)
        register_readers(members)
        register_writers(therapists)
        register_routines(template_at)
        register_fitting(client_fit)
        every(DAY, retention.forget_all)
        every(HOUR, clear_ended)

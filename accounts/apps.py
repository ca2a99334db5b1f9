from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from backfit.chores import every

HOUR = 3600
DAY = 24 * HOUR


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and clinics")

    def ready(self) -> None:
        import accounts.privacy.leaving
        import accounts.unsent  # noqa: F401 - hears of sign-ins
        from accounts.access_log import forget_old
        from accounts.appointments import forget_due
        from accounts.client_fit import client_fit
        from accounts.exercise_reach import members, therapists
        from accounts.exercise_usage import templates
        from accounts.privacy import parts
        from accounts.privacy.copies import forget_copies
        from accounts.privacy.erasing import erase_due
        from accounts.session_life import clear_ended
        from accounts.template_links import template_at
        from exercises.editorial.usage import register
        from exercises.fitting import register_fitting
        from exercises.reach import register_readers, register_writers
        from exercises.routine_links import register_routines

        register(templates)
        register_readers(members)
        register_writers(therapists)
        register_routines(template_at)
        register_fitting(client_fit)
        parts.declare()
        every(HOUR, forget_copies)
        every(HOUR, erase_due)
        every(DAY, forget_due)
        every(DAY, forget_old)
        every(HOUR, clear_ended)

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from backfit import retention
from backfit.chores import every

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def begin_chain(using: str, apps: Apps = installed, **about: object) -> None:
    """After migrating, and after the database was emptied: the access log has a beginning."""
    if "accesschain" in apps.all_models["accounts"]:
        apps.get_model("accounts", "AccessChain").objects.using(using).get_or_create(pk=1)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and clinics")

    def ready(self) -> None:
        # They only hear of what happens: people signing in, setting up their second step, rows that become old.
        import accounts.privacy.leaving
        import accounts.retention
        import accounts.second_step
        import accounts.sign_in_log
        import accounts.unsent
        from accounts.client_fit import client_fit
        from accounts.exercise_reach import members, therapists
        from accounts.exercise_usage import templates
        from accounts.privacy import parts
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
        parts.declare()
        post_migrate.connect(begin_chain, sender=self)
        self.begin_chores()

    def begin_chores(self) -> None:
        from accounts import new_devices, session_life, sign_ins
        from accounts.alarms import forget_refused, look_out
        from accounts.emergency import tell_again
        from accounts.log_anchor import send_anchor
        from accounts.privacy.copies import forget_copies
        from accounts.privacy.erasing import erase_due

        for daily in (retention.forget_all, forget_refused, sign_ins.clear_ended, new_devices.clear_forgotten):
            every(DAY, daily)
        every(HOUR, session_life.clear_ended)
        every(HOUR, send_anchor)
        every(HOUR, forget_copies)
        every(HOUR, erase_due)
        every(MINUTE, look_out)
        every(MINUTE, tell_again)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from backfit.chores import every

LOOK_AT_DAYS = 300
"""Seconds between two looks for clients whose day has begun."""
PROPOSE_AGAIN = 24 * 60 * 60
"""Seconds between two looks for what comes of days going by: missed weeks, a phase that ends."""
LOOK_AT_CLOCKS = 60
"""Seconds between two looks for clients whose moment has come."""


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self) -> None:
        import programs.reminders.sign_outs  # listens for new passwords
        import programs.retention
        from accounts.closing import on_closing
        from accounts.episode_news import on_news
        from accounts.moves import on_move
        from exercises.editorial.usage import register
        from exercises.reach import register_readers
        from programs.attention.rows import refresh, refresh_due
        from programs.closing import stop_sending
        from programs.exercise_reach import clients
        from programs.exercise_usage import live_programs, skips
        from programs.looked_words import tell_words
        from programs.message_notices import tell_due
        from programs.privacy import declare
        from programs.proposals.proposing import propose_due
        from programs.reminders.choosing import look_anew
        from programs.reminders.waking import try_again, wake_up

        declare()
        tell_words()
        programs.retention.register()
        register(live_programs)
        register_readers(clients)
        register(skips)
        on_closing(stop_sending)
        on_news(refresh)
        every(LOOK_AT_DAYS, refresh_due)
        every(PROPOSE_AGAIN, propose_due)
        on_move(look_anew)
        for chore in (wake_up, try_again, tell_due):
            every(LOOK_AT_CLOCKS, chore)

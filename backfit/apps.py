from django.apps import AppConfig

from backfit.chores import every

TEN_MINUTES = 600
DAY = 24 * 3600


class BackfitConfig(AppConfig):
    name = "backfit"

    def ready(self) -> None:
        import backfit.checks  # noqa: F401 - registers them
        from backfit.csp_reports import forget_old
        from backfit.limits import forget_ended

        every(TEN_MINUTES, forget_ended)
        every(DAY, forget_old)

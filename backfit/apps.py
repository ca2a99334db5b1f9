from django.apps import AppConfig

from backfit.chores import every

TEN_MINUTES = 600


class BackfitConfig(AppConfig):
    name = "backfit"

    def ready(self) -> None:
        from backfit.limits import forget_ended

        every(TEN_MINUTES, forget_ended)

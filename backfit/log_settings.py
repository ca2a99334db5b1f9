from typing import Any


def log_settings(*, debug: bool, level: str) -> dict[str, Any]:
    """Only in development a fault is shown in full. Nobody is mailed about faults: mails would tell what was sent."""
    # Django's own handlers would write the same again, without the filter, and mail it to somebody.
    loggers = {name: {"handlers": [], "level": level, "propagate": True} for name in ("django", "django.server")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"routes": {"()": "backfit.logs.RoutesForPaths"}},
        "formatters": {"allowed": {"()": "backfit.logs.AllowedFields"}, "full": {"format": "%(message)s"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["routes"],
                "formatter": "full" if debug else "allowed",
            }
        },
        # Who came in has to be known afterwards, whatever else the site is told to leave out.
        "loggers": loggers | {"accounts.sign_in_log": {"level": "INFO"}},
        "root": {"handlers": ["stderr"], "level": level},
    }

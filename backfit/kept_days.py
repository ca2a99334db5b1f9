import environ


def kept_days(env: environ.Env) -> dict[str, int]:
    """How many days rows of each kind are kept after they have ended.

    The access log and consents have their number in the database itself, requests for appointments in settings of
    their own, and of records a clinic says it.
    """
    links = env.int("KEPT_DAYS_LINKS", 30)
    return {
        "invitations": env.int("KEPT_DAYS_INVITATIONS", 30),
        "sign-ups": env.int("KEPT_DAYS_SIGN_UPS", 30),  # begun, and the address never confirmed
        "sessions": 0,  # in which somebody was signed in, or about to be
        "tokens": links,
        "share-links": links,
        "calendar-feeds": links,
        "push-subscriptions": links,  # that nothing arrives at any more
        "messages": env.int("KEPT_DAYS_MESSAGES", 730),  # after they were sent
        "reminders": 90,  # longer than anything looks back to
        "tasks": 7,
    }

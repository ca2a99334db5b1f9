"""Sentences about messages that page and API share."""

from django.utils.translation import gettext_lazy as _

TOO_MANY = _("These are many messages in an hour. Please wait a while; nothing of this one was sent.")

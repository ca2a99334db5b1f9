"""Addresses of reminders and of what they lead to."""

from django.urls import path

from programs.views import consents, reminders

urlpatterns = [
    path("morning/", reminders.morning, name="morning"),
    path("account/agreed/", consents.consent_list, name="consent_list"),
    path("account/reminders/", reminders.reminder_settings, name="reminder_settings"),
    path("account/reminders/off/", reminders.reminders_off, name="reminders_off"),
    path("account/reminders/keep/", reminders.reminders_keep, name="reminders_keep"),
    path("account/reminders/test/", reminders.reminders_test, name="reminders_test"),
    path("account/reminders/later/", reminders.cue_card_close, name="cue_card_close"),
    path("account/push/<uuid:pk>/delete/", reminders.push_delete, name="push_delete"),
    path("account/push/<uuid:pk>/test/", reminders.push_test, name="push_test"),
    path("programs/<uuid:pk>/moments/", reminders.program_cues, name="program_cues"),
    path("reminders/stop/<str:token>/", reminders.reminders_stop, name="reminders_stop"),
]

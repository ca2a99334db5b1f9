"""Addresses of messages."""

from django.urls import path

from programs.views import messages

urlpatterns = [
    path("", messages.message_list, name="message_list"),
    path("<uuid:pk>/", messages.message_thread, name="message_thread"),
    path("<uuid:pk>/new/", messages.message_new, name="message_new"),
    path("<uuid:pk>/read/", messages.message_read, name="message_read"),
]

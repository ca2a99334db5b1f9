"""Addresses of the calendar feed: the owner's page, and the secret one that calendars read."""

from django.urls import path

from programs.views import calendar

urlpatterns = [
    path("", calendar.calendar_link, name="calendar_link"),
    path("new/", calendar.calendar_link_new, name="calendar_link_new"),
    path("names/", calendar.calendar_link_names, name="calendar_link_names"),
    path("off/", calendar.calendar_link_off, name="calendar_link_off"),
    path("<slug:token>.ics", calendar.calendar_feed, name="calendar_feed"),
]

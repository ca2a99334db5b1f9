"""Addresses of the player, and of what it plays for who has no program."""

from django.urls import path

from programs.views import player

urlpatterns = [
    path("play/", player.player, name="player"),
    path("exercises/<slug:slug>/play/", player.exercise_play, name="exercise_play"),
    path("routines/<uuid:pk>/play/", player.routine_play, name="routine_play"),
]

"""Addresses for whoever was given a link. Short, since they stand on paper as a code."""

from django.urls import path

from programs.views import shared

urlpatterns = [
    path("<slug:token>/", shared.shared_program, name="shared_program"),
    path("<slug:token>/handout.pdf", shared.shared_handout, name="shared_handout"),
    path("<slug:token>/sign-in/", shared.shared_sign_in, name="shared_sign_in"),
]

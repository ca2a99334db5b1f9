"""Addresses beside allauth's own, and those of them that answer in our way; they stand before its own."""

from django.urls import path

from accounts.views import passkeys

urlpatterns = [
    path("webauthn/add/", passkeys.PasskeyAddView.as_view(), name="mfa_add_webauthn"),
    path("sign-in-again/", passkeys.sign_in_again, name="sign_in_again"),
    path("webauthn/login/", passkeys.PasskeyLoginView.as_view(), name="mfa_login_webauthn"),
]

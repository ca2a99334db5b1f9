"""Those of allauth's addresses that answer in our way; they stand before its own."""

from django.urls import path

from accounts.views import passkeys

urlpatterns = [
    path("webauthn/add/", passkeys.PasskeyAddView.as_view(), name="mfa_add_webauthn"),
    path("webauthn/login/", passkeys.PasskeyLoginView.as_view(), name="mfa_login_webauthn"),
]

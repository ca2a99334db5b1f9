from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from backfit.csp_reports import csp_reports
from backfit.security_txt import security_txt

urlpatterns = [
    path("", include("exercises.urls")),
    path("", include("accounts.urls")),
    path("", include("programs.urls")),
    path("api/v1/", include("backfit.api.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/sso/", include("accounts.sso.urls")),
    path("accounts/2fa/", include("accounts.passkey_urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("csp-reports/", csp_reports, name="csp_reports"),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
]

handler400 = "backfit.pages.bad_request"
handler403 = "backfit.pages.permission_denied"
handler404 = "backfit.pages.not_found"
handler500 = "backfit.pages.server_error"

"""Addresses of what the rules suggest, and of what clients tell between sessions."""

from django.urls import path

from programs.views import proposals, telling

urlpatterns = [
    path("programs/<uuid:pk>/proposals/", proposals.proposal_list, name="proposal_list"),
    path("proposals/<uuid:pk>/", proposals.proposal_detail, name="proposal_detail"),
    path("proposals/<uuid:pk>/accept/", proposals.proposal_accept, name="proposal_accept"),
    path("proposals/<uuid:pk>/decline/", proposals.proposal_decline, name="proposal_decline"),
    path("episodes/<uuid:pk>/check-in/", telling.check_in_new, name="check_in_new"),
    path("warning-signs/", telling.warning_signs, name="warning_signs"),
    path("episodes/<uuid:pk>/warning-sign/", telling.safety_report_new, name="safety_report_new"),
    path("safety-reports/<uuid:pk>/", telling.safety_report_detail, name="safety_report_detail"),
    path("safety-reports/<uuid:pk>/clear/", telling.safety_report_clear, name="safety_report_clear"),
]

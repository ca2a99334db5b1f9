from django.urls import include, path

from accounts.views import clinics, episodes, home, invitations, settings, sign_out, templates

urlpatterns = [
    path("", include("accounts.routine_urls")),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/<slug:slug>/", templates.template_detail, name="template_detail"),
    path("", include("accounts.finder_urls")),
    path("clients/new/", episodes.client_new, name="client_new"),
    path("episodes/<uuid:pk>/edit/", episodes.episode_edit, name="episode_edit"),
    path("episodes/<uuid:pk>/home/", home.episode_home, name="episode_home"),
    path("episodes/<uuid:pk>/end/", episodes.episode_end, name="episode_end"),
    path("episodes/<uuid:pk>/invite/", episodes.episode_invite, name="episode_invite"),
    path("episodes/<uuid:pk>/care-team/add/", episodes.care_team_add, name="care_team_add"),
    path("care-team/<uuid:pk>/end/", episodes.care_team_end, name="care_team_end"),
    path("clinics/", clinics.clinic_list, name="clinic_list"),
    path("clinics/<uuid:pk>/", clinics.clinic_detail, name="clinic_detail"),
    path("clinics/<uuid:pk>/edit/", clinics.clinic_edit, name="clinic_edit"),
    path("clinics/<uuid:pk>/exercises/", include("accounts.clinic_exercise_urls")),
    path("clinics/<uuid:pk>/invite/", clinics.clinic_invite, name="clinic_invite"),
    path("members/<uuid:pk>/end/", clinics.member_end, name="member_end"),
    path("invitations/enter/", invitations.invitation_enter, name="invitation_enter"),
    path("invitations/<uuid:pk>/revoke/", invitations.invitation_revoke, name="invitation_revoke"),
    path("invitations/<uuid:pk>/resend/", invitations.invitation_resend, name="invitation_resend"),
    path("invitations/<slug:token>/", invitations.invitation_landing, name="invitation_landing"),
    path("invitations/<slug:token>/accept/", invitations.invitation_accept, name="invitation_accept"),
    path("accounts/logout/", sign_out.sign_out, name="account_logout"),
    path("account/", settings.account_settings, name="account_settings"),
    path("account/time-zone/", settings.time_zone, name="time_zone"),
    path("account/tokens/new/", settings.token_new, name="token_new"),
    path("account/tokens/<uuid:pk>/revoke/", settings.token_revoke, name="token_revoke"),
]

from django.urls import include, path

urlpatterns = [
    path("", include("programs.program_urls")),
    path("", include("programs.follow_urls")),
    path("", include("programs.proposal_urls")),
    path("", include("programs.player_urls")),
]

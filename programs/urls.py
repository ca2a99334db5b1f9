from django.urls import include, path

urlpatterns = [
    path("", include("programs.program_urls")),
    path("", include("programs.follow_urls")),
    path("", include("programs.reminder_urls")),
    path("", include("programs.proposal_urls")),
    path("messages/", include("programs.message_urls")),
    path("calendar/", include("programs.calendar_urls")),
    path("p/", include("programs.shared_urls")),
    path("", include("programs.player_urls")),
]

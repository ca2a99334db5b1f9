"""Addresses of following and seeing: Today, sessions, the therapist's desk."""

from django.urls import path

from programs.views import (
    attention,
    breaks,
    clients,
    device,
    episodes,
    measures,
    offline,
    progress,
    safety,
    sessions,
    today,
)

urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/short/", today.today_short, name="today_short"),
    path("breaks/", breaks.breaks, name="breaks"),
    path("breaks/new/", breaks.break_new, name="break_new"),
    path("device/copy/", device.device_copy, name="device_copy"),
    path("progress/", progress.progress, name="own_progress"),
    path("before-you-start/", safety.safety_screen, name="safety_screen"),
    path("six-questions/", safety.six_questions, name="six_questions"),
    path("episodes/<uuid:pk>/screen/anew/", safety.safety_screen_anew, name="safety_screen_anew"),
    path("device/person/", device.device_person, name="device_person"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("offline/", offline.offline_today, name="offline"),
    path("unsent/", offline.unsent, name="unsent"),
    path("programs/<uuid:pk>/seen/", today.program_seen, name="program_seen"),
    path("sessions/new/", sessions.session_new, name="session_new"),
    path("sessions/<uuid:uuid>/", sessions.session_detail, name="session_detail"),
    path("sessions/<uuid:uuid>/edit/", sessions.session_edit, name="session_edit"),
    path("sessions/<uuid:uuid>/delete/", sessions.session_delete, name="session_delete"),
    path("clients/", clients.client_list, name="client_list"),
    path("episodes/<uuid:pk>/attention/dismiss/", attention.attention_dismiss, name="attention_dismiss"),
    path("episodes/<uuid:pk>/attention/snooze/", attention.attention_snooze, name="attention_snooze"),
    path("episodes/<uuid:pk>/", episodes.episode_detail, name="episode_detail"),
    path("episodes/<uuid:pk>/measures/", measures.measure_new, name="measure_new"),
    path("measures/<uuid:pk>/edit/", measures.measure_edit, name="measure_edit"),
    path("measures/<uuid:pk>/delete/", measures.measure_delete, name="measure_delete"),
]

from django.urls import path

from programs.views import assigning, builder, programs, publishing, running

urlpatterns = [
    path("routines/<uuid:pk>/assign/", assigning.routine_assign, name="routine_assign"),
    path("episodes/<uuid:pk>/programs/new/", programs.program_new, name="program_new"),
    path("programs/<uuid:pk>/", programs.program_detail, name="program_detail"),
    path("programs/<uuid:pk>/edit/", programs.program_edit, name="program_edit"),
    path("programs/<uuid:pk>/plan/", programs.program_plan, name="program_plan"),
    path("programs/<uuid:pk>/lines/", builder.program_lines, name="program_lines"),
    path("programs/<uuid:pk>/suggest/", builder.program_suggest, name="program_suggest"),
    path("programs/<uuid:pk>/delete/", programs.program_delete, name="program_delete"),
    path("programs/<uuid:pk>/preview/", publishing.program_preview, name="program_preview"),
    path("programs/<uuid:pk>/publish/", publishing.program_publish, name="program_publish"),
    path("programs/<uuid:pk>/versions/<int:number>/", publishing.version_detail, name="version_detail"),
    path("programs/<uuid:pk>/pause/", running.program_pause, name="program_pause"),
    path("programs/<uuid:pk>/resume/", running.program_resume, name="program_resume"),
    path("programs/<uuid:pk>/end/", running.program_end, name="program_end"),
    path("programs/<uuid:pk>/routine/", assigning.program_routine, name="program_routine"),
]

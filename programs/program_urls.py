from django.urls import path

from programs.views import assigning, builder, paper, pauses, programs, publishing, revised, running, versions

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
    path("programs/<uuid:pk>/revised/", revised.program_revised, name="program_revised"),
    path("programs/<uuid:pk>/versions/", versions.version_list, name="version_list"),
    path("programs/<uuid:pk>/versions/compare/", versions.version_compare, name="version_compare"),
    path("programs/<uuid:pk>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path("programs/<uuid:pk>/versions/<int:number>/restore/", versions.version_restore, name="version_restore"),
    path("programs/<uuid:pk>/pause/", running.program_pause, name="program_pause"),
    path("programs/<uuid:pk>/resume/", running.program_resume, name="program_resume"),
    path("programs/<uuid:pk>/end/", running.program_end, name="program_end"),
    path("programs/<uuid:pk>/pauses/<int:number>/", pauses.pause_edit, name="pause_edit"),
    path("programs/<uuid:pk>/pauses/<int:number>/delete/", pauses.pause_delete, name="pause_delete"),
    path("programs/<uuid:pk>/copy/", assigning.program_copy, name="program_copy"),
    path("programs/<uuid:pk>/maintenance/", assigning.program_maintenance, name="program_maintenance"),
    path("programs/<uuid:pk>/paper/", paper.program_paper, name="program_paper"),
    path("programs/<uuid:pk>/routine/", assigning.program_routine, name="program_routine"),
]

from django.urls import path

from accounts.views import builder, handouts, routines

urlpatterns = [
    path("routines/", routines.routine_list, name="routine_list"),
    path("routines/new/", routines.routine_new, name="routine_new"),
    path("routines/<uuid:pk>/", routines.routine_detail, name="routine_detail"),
    path("routines/<uuid:pk>/handout.pdf", handouts.routine_pdf, name="routine_handout"),
    path("routines/<uuid:pk>/edit/", routines.routine_edit, name="routine_edit"),
    path("routines/<uuid:pk>/plan/", routines.routine_plan, name="routine_plan"),
    path("routines/<uuid:pk>/lines/", builder.routine_lines, name="routine_lines"),
    path("routines/<uuid:pk>/suggest/", builder.routine_suggest, name="routine_suggest"),
    path("routines/<uuid:pk>/phases/", routines.routine_phases, name="routine_phases"),
    path("routines/<uuid:pk>/delete/", routines.routine_delete, name="routine_delete"),
    path("routines/<uuid:pk>/copy/", routines.routine_copy, name="routine_copy"),
]

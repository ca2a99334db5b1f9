from django.urls import path

from accounts.views import clinic_exercise_desk, clinic_exercises

urlpatterns = [
    path("", clinic_exercises.clinic_exercise_list, name="clinic_exercise_list"),
    path("new/", clinic_exercise_desk.clinic_exercise_new, name="clinic_exercise_new"),
    path("new/preview/", clinic_exercise_desk.clinic_exercise_new_preview, name="clinic_exercise_new_preview"),
    path("neighbours/", clinic_exercise_desk.clinic_exercise_neighbours, name="clinic_exercise_neighbours"),
    path("<slug:slug>/", clinic_exercises.clinic_exercise_detail, name="clinic_exercise_detail"),
    path("<slug:slug>/edit/", clinic_exercise_desk.clinic_exercise_edit, name="clinic_exercise_edit"),
    path("<slug:slug>/preview/", clinic_exercise_desk.clinic_exercise_preview, name="clinic_exercise_preview"),
    path("<slug:slug>/publish/", clinic_exercises.clinic_exercise_publish, name="clinic_exercise_publish"),
    path("<slug:slug>/discard/", clinic_exercises.clinic_exercise_discard, name="clinic_exercise_discard"),
    path("<slug:slug>/retire/", clinic_exercises.clinic_exercise_retire, name="clinic_exercise_retire"),
    path("<slug:slug>/offer/", clinic_exercises.clinic_exercise_offer, name="clinic_exercise_offer"),
    path("<slug:slug>/withdraw/", clinic_exercises.clinic_exercise_withdraw, name="clinic_exercise_withdraw"),
]

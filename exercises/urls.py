from django.urls import path

from exercises import views

urlpatterns = [
    path("", views.home, name="home"),
    path("exercises/", views.exercise_list, name="exercise_list"),
    path("exercises/<slug:slug>/", views.exercise_detail, name="exercise_detail"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:slug>/", views.guide_page, name="guide_page"),
]

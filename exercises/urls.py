from django.urls import path

from exercises import figure_pages, views

urlpatterns = [
    path("", views.home, name="home"),
    path("exercises/", views.exercise_list, name="exercise_list"),
    path("exercise-names/", views.exercise_names, name="exercise_names"),
    path("exercises/<slug:slug>/", views.exercise_detail, name="exercise_detail"),
    path("exercises/<slug:slug>/figure.svg", figure_pages.figure_svg, name="figure_svg"),
    path("exercises/<slug:slug>/figure.png", figure_pages.figure_png, name="figure_png"),
    path("exercises/figures/<slug:digest>.svg", figure_pages.figure_drawing, name="figure_drawing"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:slug>/", views.guide_page, name="guide_page"),
]

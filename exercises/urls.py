from django.urls import path

from exercises import figure_pages, media_pages, safety_pages, views

urlpatterns = [
    path("", views.home, name="home"),
    path("exercises/", views.exercise_list, name="exercise_list"),
    path("exercises/<slug:slug>/", views.exercise_detail, name="exercise_detail"),
    path("exercises/<slug:slug>/figure.svg", figure_pages.figure_svg, name="figure_svg"),
    path("exercises/<slug:slug>/figure.png", figure_pages.figure_png, name="figure_png"),
    path("exercises/figures/<slug:digest>.svg", figure_pages.figure_drawing, name="figure_drawing"),
    path("exercises/media/<uuid:pk>/", media_pages.media_file, name="media_file"),
    path("exercises/media/<uuid:pk>/poster/", media_pages.media_poster, name="media_poster"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:slug>/", views.guide_page, name="guide_page"),
    path("safety/", safety_pages.safety, name="safety"),
    path("safety/flare-up/", safety_pages.flare_up, name="flare_up"),
    path("back-check/", safety_pages.back_check, name="back_check"),
    path("back-check/one-page/", safety_pages.back_check_one_page, name="back_check_one_page"),
]

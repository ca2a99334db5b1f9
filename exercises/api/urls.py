from django.urls import path
from rest_framework.routers import SimpleRouter

from exercises.api.back_check import BackCheckView
from exercises.api.figures import FigureView
from exercises.api.views import ExerciseViewSet, GuidePageViewSet, VocabularyView

router = SimpleRouter(use_regex_path=False)
router.register("exercises", ExerciseViewSet, basename="exercise")
router.register("guide", GuidePageViewSet, basename="guide-page")

urlpatterns = [
    *router.urls,
    # A file, so it ends like one.
    path("exercises/<slug:slug>/figure.svg", FigureView.as_view(), name="exercise-figure"),
    path("back-check/", BackCheckView.as_view(), name="back-check"),
    path("vocabulary/", VocabularyView.as_view(), name="vocabulary"),
]

from django.urls import path
from rest_framework.routers import SimpleRouter

from exercises.api.views import ExerciseViewSet, GuidePageViewSet, VocabularyView

router = SimpleRouter(use_regex_path=False)
router.register("exercises", ExerciseViewSet, basename="exercise")
router.register("guide", GuidePageViewSet, basename="guide-page")

urlpatterns = [*router.urls, path("vocabulary/", VocabularyView.as_view(), name="vocabulary")]

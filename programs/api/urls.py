from django.urls import path
from rest_framework.routers import SimpleRouter

from programs.api.assigning import AssignView, CopyView
from programs.api.attention import AttentionViewSet
from programs.api.calendar_feeds import CalendarFeedViewSet
from programs.api.following import EpisodeProgressView, ProgressView, SeenView, TodayView
from programs.api.handouts import HandoutView, ShareLinkViewSet
from programs.api.measures import MeasureViewSet
from programs.api.messages import MessageViewSet
from programs.api.programs import ProgramViewSet
from programs.api.proposals import ProposalViewSet
from programs.api.reminders import CuesView, PushSubscriptionViewSet, RemindersView
from programs.api.screens import SafetyScreenViewSet
from programs.api.sessions import SessionViewSet
from programs.api.starting import StartView
from programs.api.telling import CheckInViewSet, SafetyReportViewSet
from programs.api.versions import VersionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("programs", ProgramViewSet, basename="program")
router.register("programs/<uuid:program>/versions", VersionViewSet, basename="version")
router.register("programs/<uuid:program>/links", ShareLinkViewSet, basename="share-link")
router.register("attention", AttentionViewSet, basename="attention")
router.register("measures", MeasureViewSet, basename="measure")
router.register("messages", MessageViewSet, basename="message")
router.register("sessions", SessionViewSet, basename="session")
router.register("proposals", ProposalViewSet, basename="proposal")
router.register("calendar-feeds", CalendarFeedViewSet, basename="calendar-feed")
router.register("check-ins", CheckInViewSet, basename="check-in")
router.register("safety-reports", SafetyReportViewSet, basename="safety-report")
router.register("push-subscriptions", PushSubscriptionViewSet, basename="push-subscription")
router.register("safety-screens", SafetyScreenViewSet, basename="safety-screen")

urlpatterns = [
    path("programs/start/", StartView.as_view(), name="program-start"),
    *router.urls,
    path("today/", TodayView.as_view(), name="today-list"),
    path("episodes/<uuid:pk>/progress/", EpisodeProgressView.as_view(), name="episode-progress"),
    path("programs/<uuid:pk>/progress/", ProgressView.as_view(), name="program-progress"),
    path("programs/<uuid:pk>/handout.pdf", HandoutView.as_view(), name="program-handout"),
    path("programs/<uuid:pk>/cues/", CuesView.as_view(), name="program-cues"),
    path("reminders/", RemindersView.as_view(), name="reminders"),
    path("programs/<uuid:pk>/seen/", SeenView.as_view(), name="program-seen"),
    path("programs/<uuid:pk>/copy/", CopyView.as_view(), name="program-copy"),
    path("routines/<uuid:pk>/assign/", AssignView.as_view(), name="routine-assign"),
]

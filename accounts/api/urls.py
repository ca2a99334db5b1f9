from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api.access_log import AccessEntryViewSet
from accounts.api.appointments import AppointmentRequestViewSet
from accounts.api.clinics import ClinicViewSet, MembershipViewSet
from accounts.api.consents import ConsentViewSet
from accounts.api.emergency import EmergencyAccessViewSet
from accounts.api.episodes import EpisodeViewSet
from accounts.api.exports import ErasureView, ExportSchemaView, PersonExportViewSet
from accounts.api.invitations import InvitationViewSet
from accounts.api.listings import ListingViewSet
from accounts.api.roster import ClinicClientViewSet
from accounts.api.routines import RoutineViewSet
from accounts.api.templates import TemplateViewSet
from accounts.api.therapists import TherapistViewSet

router = SimpleRouter(use_regex_path=False)
router.register("clinics", ClinicViewSet, basename="clinic")
router.register("clinics/<uuid:clinic>/members", MembershipViewSet, basename="membership")
router.register("clinics/<uuid:clinic>/clients", ClinicClientViewSet, basename="clinic-client")
router.register("consents", ConsentViewSet, basename="consent")
router.register("episodes", EpisodeViewSet, basename="episode")
router.register("access-log", AccessEntryViewSet, basename="access-entry")
router.register("emergency-access", EmergencyAccessViewSet, basename="emergency-access")
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("routines", RoutineViewSet, basename="routine")
router.register("templates", TemplateViewSet, basename="template")
router.register("therapists", TherapistViewSet, basename="therapist")
router.register("listings", ListingViewSet, basename="listing")
router.register("requests", AppointmentRequestViewSet, basename="appointment-request")
router.register("exports", PersonExportViewSet, basename="export")

urlpatterns = [
    path("exports/schema/", ExportSchemaView.as_view(), name="export-schema"),
    path("people/<uuid:pk>/erasure/", ErasureView.as_view(), name="person-erasure"),
    *router.urls,
]

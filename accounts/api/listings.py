from typing import Any, ClassVar

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.invitations import SOME_ID
from accounts.consents import LISTING, LISTING_VERSION
from accounts.models import Clinic, Listing, Speciality, User
from accounts.requests import SignedInApiRequest
from backfit.access import require_editable
from backfit.api.serializers import ModelSerializer, Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet

WORDS: dict[str, Any] = {
    "clinic": SOME_ID,
    "kind": "therapist",
    "name": "Tess Martin",
    "introduction": "I work with people whose back has hurt for a long time.",
    "town": "Lyon",
    "country": "FR",
    "languages": ["fr", "en"],
    "specialities": ["back", "persistent"],
}


class ListingSerializer(ModelSerializer):
    """What its owner writes and sees."""

    kind = serializers.ChoiceField(Listing.KINDS, read_only=True)
    languages = serializers.ListField(
        child=serializers.CharField(max_length=3), allow_empty=False, max_length=20, help_text="ISO 639 codes"
    )
    specialities = serializers.ListField(
        child=serializers.ChoiceField(Speciality.choices), allow_empty=False, max_length=len(Speciality)
    )
    is_due = serializers.BooleanField(read_only=True, help_text="Whether it wants to be confirmed")
    consent_wording = serializers.SerializerMethodField(help_text="The version of the text that was agreed to, or null")

    class Meta:
        model = Listing
        fields = (
            "id",
            "clinic",
            "kind",
            "name",
            "introduction",
            "street",
            "postcode",
            "town",
            "country",
            "languages",
            "specialities",
            "in_person",
            "remote",
            "accepting",
            "website",
            "registration_body",
            "registration_number",
            "state",
            "is_due",
            "confirmed_at",
            "consent_wording",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("clinic", "state", "confirmed_at")
        extra_kwargs = {"country": {"help_text": "ISO 3166 code"}, "website": {"help_text": "Begins with https://"}}

    @staticmethod
    def get_consent_wording(listing: Listing) -> str | None:
        consent = listing.consent
        return consent.wording if consent else None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The verb runs the model's rules, with the languages and specialities that stand in other tables."""
        return attrs

    def update(self, instance: Listing, validated_data: dict[str, Any]) -> Listing:
        kept = {"languages": instance.languages, "specialities": instance.specialities}
        instance.describe(**{**kept, **validated_data})
        return instance


class OwnClinicField(VisibleField):
    """A clinic where one works; any other answers as one that is not there."""

    def get_queryset(self) -> Any:
        return Clinic.objects.where_working(self.context["request"].user)


class NewListingSerializer(ListingSerializer):
    clinic = OwnClinicField(queryset=Clinic.objects.all())
    kind = serializers.ChoiceField(Listing.KINDS, help_text="Of the clinic, or one's own as a therapist there")

    class Meta(ListingSerializer.Meta):
        read_only_fields: ClassVar[tuple[str, ...]] = ("state", "confirmed_at")

    def create(self, validated_data: dict[str, Any]) -> Listing:
        user, clinic = self.context["request"].user, validated_data.pop("clinic")
        therapist = user if validated_data.pop("kind") == "therapist" else None
        with transaction.atomic():
            listing = Listing(clinic=clinic, therapist=therapist)
            listing.describe(**validated_data)
            require_editable(Listing.objects.all(), user, listing)
        return listing


class ConsentSerializer(Serializer):
    wording = serializers.CharField(max_length=20, help_text="The version of the text that one has read and agrees to")


class WordingSerializer(Serializer):
    version = serializers.CharField()
    text = serializers.CharField()


@extend_schema_view(
    list=extend_schema(summary="Your listings, and those of the clinics that you manage"),
    retrieve=extend_schema(summary="Read a listing of yours"),
    create=extend_schema(
        summary="Write a listing",
        description="Managers write their clinic's, therapists their own at a clinic. Nobody sees it until it is "
        "published.",
        request=NewListingSerializer,
        responses={201: ListingSerializer},
        examples=[
            OpenApiExample("A therapist's own", {"clinic": "…", "kind": "therapist", **WORDS}, request_only=True)
        ],
    ),
    update=extend_schema(summary="Rewrite a listing", description="One that is on the list counts as confirmed."),
    partial_update=extend_schema(summary="Change parts of a listing"),
    destroy=extend_schema(
        summary="Delete a listing", description="It is off the list at once. Requests that came stay."
    ),
)
class ListingViewSet(
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    mixins.ListModelMixin,
    PrivateViewSet,
):
    """What stands, or may come to stand, in the public list: of the clinic for its managers, of oneself as a
    therapist."""

    scope = "clinics"
    queryset = Listing.objects.prefetch_related("language_rows", "speciality_rows")
    serializer_class = ListingSerializer
    refusals: ClassVar = {
        "create": {403: "Managers list the clinic, therapists themselves."},
        "publish": {409: "A site admin has taken it down."},
        "confirm": {409: "It is not on the list."},
    }

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return action != "create" or user.roles.treats or user.roles.manages

    def create(self, request: Request) -> Response:
        wanted = NewListingSerializer(data=request.data, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        return Response(self.get_serializer(wanted.save()).data, status=status.HTTP_201_CREATED)

    def perform_destroy(self, instance: Listing) -> None:
        instance.remove(by=self.request.user)  # type: ignore[arg-type]

    @extend_schema(summary="Publish a listing", request=ConsentSerializer, responses=ListingSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: SignedInApiRequest, pk: Any) -> Response:
        """Put it on the list. `wording` says which text you have read and agree to; ask `consent/` for the present
        one."""
        listing = self.get_editable()
        given = ConsentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        listing.publish(by=request.user, **given.validated_data)
        return Response(self.get_serializer(listing).data)

    @extend_schema(summary="Take a listing off the list", request=None, responses=ListingSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: SignedInApiRequest, pk: Any) -> Response:
        """Takes the consent back. What is written stays, for its owner alone."""
        listing = self.get_editable()
        listing.withdraw(by=request.user)
        return Response(self.get_serializer(listing).data)

    @extend_schema(summary="Confirm that a listing is still true", request=None, responses=ListingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: SignedInApiRequest, pk: Any) -> Response:
        """Keeps it on the list for another year."""
        listing = self.get_editable()
        listing.confirm()
        return Response(self.get_serializer(listing).data)

    @extend_schema(summary="The text that one agrees to", responses=WordingSerializer)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def consent(self, request: SignedInApiRequest) -> Response:
        return Response({"version": LISTING_VERSION, "text": str(LISTING[LISTING_VERSION])})

"""The public list, for programs: as the page shows it, and without a way to get in touch."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.exceptions import ValidationError

from accounts.listing_filters import PAGES_OF_EVERYBODY, ListingFilter
from accounts.models import Listing, Speciality
from backfit.api.paging import Pages
from backfit.api.serializers import ModelSerializer
from backfit.api.viewsets import PrivateViewSet


class FewPages(Pages):
    page_size = max_page_size = 20


class TherapistSerializer(ModelSerializer):
    kind = serializers.ChoiceField(Listing.KINDS, read_only=True)
    clinic_name = serializers.CharField(
        read_only=True, help_text="Of a therapist, where the clinic may be told; otherwise empty"
    )
    languages = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="ISO 639 codes")
    specialities = serializers.ListField(child=serializers.ChoiceField(Speciality.choices), read_only=True)
    url = serializers.SerializerMethodField(help_text="The page on which people ask for an appointment")

    class Meta:
        model = Listing
        fields = (
            "id",
            "kind",
            "name",
            "clinic_name",
            "introduction",
            "postcode",
            "town",
            "country",
            "languages",
            "specialities",
            "in_person",
            "remote",
            "accepting",
            "registration_body",
            "registration_number",
            "url",
        )
        read_only_fields = fields
        extra_kwargs = {
            "country": {"help_text": "ISO 3166 code"},
            "registration_number": {"help_text": "Their own statement, not checked"},
        }

    @staticmethod
    def get_url(listing: Listing) -> str:
        return reverse("listing_detail", args=[listing.pk])


@extend_schema_view(
    list=extend_schema(
        summary="Find a therapist",
        description="Clinics and therapists who have put themselves on the list. Whoever takes new clients comes "
        "first; beyond that the order is drawn anew each day. With a place, those who are nearest come first; together "
        "with `way=remote` the place leaves nobody out. Without a place, country, language or speciality the list ends "
        f"after {PAGES_OF_EVERYBODY} pages. There is no address and no telephone number in it.",
    ),
    retrieve=extend_schema(summary="Read what one of the list says"),
)
class TherapistViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    queryset = Listing.objects.all()
    serializer_class = TherapistSerializer
    filterset_class = ListingFilter
    pagination_class = FewPages
    limited_as = "search"
    scope = "clinics"
    is_public = True
    refusals: ClassVar = {action: {429: "You ask too often; wait a minute."} for action in ("list", "retrieve")}

    def get_queryset(self) -> models.QuerySet[Listing]:
        if getattr(self, "swagger_fake_view", False):
            return Listing.objects.none()
        return Listing.objects.listed().ready_to_show()

    def get_object(self) -> Listing:
        found = self.get_queryset().filter(**self.lookup()).first()
        if found is None:
            raise Http404(_("There is nothing at this address, or it is not yours to see."))
        return found

    def filter_queryset(self, queryset: Any) -> Any:
        filters = ListingFilter(self.request.query_params, queryset=queryset)
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        if filters.asks_too_far(self.request.query_params.get("page")):
            raise ValidationError({"page": [_("Name a place, a country, a language or a speciality to go on.")]})
        return filters.qs

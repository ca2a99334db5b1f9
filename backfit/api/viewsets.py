from typing import Any

from django.db import models, transaction
from rest_framework import mixins, viewsets
from rest_framework.serializers import BaseSerializer

from backfit.access import PrivateQuerySet, get_editable_or_404, get_visible_or_404, require_editable

WRITING = {"update", "partial_update", "destroy"}


class PrivateViewSet(viewsets.GenericViewSet[Any]):
    """Rows by the two rules of their QuerySet: invisible is 404, visible but not editable 403."""

    scope: str
    lookup_value_converter = "uuid"

    def rows(self) -> PrivateQuerySet[Any]:
        queryset = super().get_queryset()
        assert isinstance(queryset, PrivateQuerySet)
        return queryset

    def get_queryset(self) -> models.QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return self.rows().none()
        return self.rows().visible_to(self.request.user)

    def get_object(self) -> Any:
        """The visible row; for a write it must be editable too."""
        if self.action in WRITING:
            return self.get_editable()
        return get_visible_or_404(self.rows(), self.request.user, **self.lookup())

    def get_editable(self) -> Any:
        """For verbs beyond update and delete."""
        return get_editable_or_404(self.rows(), self.request.user, **self.lookup())

    def lookup(self) -> dict[str, Any]:
        return {self.lookup_field: self.kwargs[self.lookup_url_kwarg or self.lookup_field]}

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        self.save_and_recheck(serializer)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        self.save_and_recheck(serializer)

    def save_and_recheck(self, serializer: BaseSerializer[Any]) -> None:
        """What was written must still be the writer's to write, or nothing is kept."""
        with transaction.atomic():
            serializer.save()
            require_editable(self.rows(), self.request.user, serializer.instance)


class PrivateModelViewSet(
    # First, so that its rechecked writes stand before the plain ones of the mixins.
    PrivateViewSet,
    mixins.CreateModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    mixins.ListModelMixin,
):
    pass

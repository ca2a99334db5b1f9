from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backfit.access import PrivateQuerySet, note_refusal
from backfit.api.errors import from_validation


class StrictFieldsMixin:
    """Refuses names that it does not know and fields that may only be read, instead of dropping them silently."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}  # type: ignore[attr-defined]
            refused = sorted(set(map(str, data)) - writable)
            if refused:
                raise serializers.ValidationError({name: [_("This field cannot be set.")] for name in refused})
        return super().to_internal_value(data)  # type: ignore[misc]


class Serializer(StrictFieldsMixin, serializers.Serializer[Any]):
    pass


class ModelSerializer(StrictFieldsMixin, serializers.ModelSerializer[Any]):
    """Runs the model's own rules (`full_clean`), so that a broken constraint is a sentence and never a 500."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        instance = self.instance or self.model(**self.owned())
        for name, value in self.plain(attrs).items():
            setattr(instance, name, value)
        try:
            instance.full_clean(exclude=self.unchecked())
        except ValidationError as error:
            raise serializers.ValidationError(from_validation(error)) from error
        return attrs

    @property
    def model(self) -> type[models.Model]:
        model: type[models.Model] = self.Meta.model
        return model

    def owned(self) -> dict[str, Any]:
        """What the request does not say of a new row, such as its owner."""
        return {}

    def unchecked(self) -> set[str]:
        return set()

    def plain(self, attrs: dict[str, Any]) -> dict[str, Any]:
        many = {field.name for field in self.model._meta.many_to_many}
        return {name: value for name, value in attrs.items() if name not in many}

    def create(self, validated_data: dict[str, Any]) -> Any:
        return super().create({**self.owned(), **validated_data})


class VisibleField(serializers.PrimaryKeyRelatedField[Any]):
    """Refers to a row that the person may see; one that is not visible answers exactly like one that is not there."""

    default_error_messages = {
        "does_not_exist": _("There is no such entry."),
        "incorrect_type": _("There is no such entry."),
        "invalid": _("There is no such entry."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("pk_field", serializers.UUIDField())
        super().__init__(**kwargs)

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        assert isinstance(rows, PrivateQuerySet)
        return rows.visible_to(self.context["request"].user)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            note_refusal(self.get_queryset(), self.context["request"].user, 400)  # type: ignore[arg-type]
            self.fail("does_not_exist")

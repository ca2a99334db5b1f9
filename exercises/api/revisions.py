"""What was published and what differs, as programs read it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exercises.api.drafts import DraftSerializer
from exercises.models import Draft, EditorialEvent, Revision

MOST_EVENTS = 100
ROW_STATES = ("same", "added", "removed", "moved", "changed")
PIECE_KINDS = ("same", "removed", "added")


class PersonField(serializers.CharField):
    """How an editor is called; null when nobody did it or the account is gone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value.get_short_name())


class EventSerializer(serializers.ModelSerializer[EditorialEvent]):
    by = PersonField()

    class Meta:
        model = EditorialEvent
        fields = ("verb", "text", "revision", "at", "by")
        read_only_fields = fields


class DraftWithEventsSerializer(DraftSerializer):
    """A draft with what was done to it and said about it, the latest first."""

    events = serializers.SerializerMethodField(help_text=f"At most {MOST_EVENTS}")

    class Meta:
        model = Draft
        fields = (*DraftSerializer.Meta.fields, "events")
        read_only_fields = fields

    @extend_schema_field(EventSerializer(many=True))
    def get_events(self, draft: Any) -> Any:
        return EventSerializer(draft.exercise.events.select_related("by")[:MOST_EVENTS], many=True).data


class RevisionBriefSerializer(serializers.ModelSerializer[Revision]):
    published_by = PersonField()
    approved_by = PersonField()

    class Meta:
        model = Revision
        fields = ("number", "reason", "alone_because", "published_at", "published_by", "approved_by")
        read_only_fields = fields


class RevisionSerializer(RevisionBriefSerializer):
    """With the text itself; its `document` has the keys of the import and export files."""

    class Meta:
        model = Revision
        fields = (*RevisionBriefSerializer.Meta.fields, "document")
        read_only_fields = fields


class PieceSerializer(serializers.Serializer[Any]):
    """All that is same or removed is the text before, all that is same or added the text after."""

    kind = serializers.ChoiceField(choices=PIECE_KINDS)
    text = serializers.CharField()


class ChangedRowSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=ROW_STATES)
    old = serializers.IntegerField(allow_null=True, help_text="Its place before, from 0; null where it was not")
    new = serializers.IntegerField(allow_null=True, help_text="Its place after, from 0; null where it is not")
    moved = serializers.BooleanField(help_text="It is not where its neighbours are")
    cells = serializers.ListField(
        child=PieceSerializer(many=True),
        help_text="One for a text; fault and mend; tag and caution; file, words and credit",
    )


class ChangeSerializer(serializers.Serializer[Any]):
    """A part of the text that differs. Rows that are the same come along, so that each side can be read whole."""

    part = serializers.CharField(help_text="A key of the document, such as `steps` or `evidence.basis`")
    rows = ChangedRowSerializer(many=True)

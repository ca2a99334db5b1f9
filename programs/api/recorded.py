"""How sessions look in the API: what was recorded, what was said of it at once, and how an upload was answered."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backfit.api.schema import INVALID
from programs.advice import advice_for
from programs.models import Correction, Result, Session
from programs.pain_zones import Zone
from programs.session_body import SessionBody

EVIDENCE = "Played with the timer, ticked the same day, filled in later, or taken from paper"


class ResultSerializer(serializers.ModelSerializer[Result]):
    item = serializers.CharField(source="item_key", help_text="Key in the version's document")
    exercise = serializers.CharField(help_text="What was done: slug in the catalogue")
    status = serializers.ChoiceField(choices=Result.Status.values)
    reps = serializers.IntegerField(allow_null=True, help_text="In each set")
    seconds = serializers.IntegerField(allow_null=True, help_text="Of each hold, or in all")
    times = serializers.IntegerField(help_text="How often, for what is due several times a day")
    skip_because = serializers.SerializerMethodField(help_text="Why it was left out, or not done whole")
    variant = serializers.SerializerMethodField(
        help_text="“easier”: the easier version that the item names was done; null: the exercise itself"
    )

    class Meta:
        model = Result
        fields = (
            "item",
            "exercise",
            "status",
            "sets",
            "reps",
            "seconds",
            "times",
            "skip_because",
            "skip_reason",
            "pain",
            "variant",
        )

    @extend_schema_field({"type": ["string", "null"], "examples": Result.Because.values})
    def get_skip_because(self, result: Result) -> str | None:
        return result.skip_because or None

    @extend_schema_field({"type": ["string", "null"], "examples": Result.Variant.values})
    def get_variant(self, result: Result) -> str | None:
        return result.variant or None


class SessionSerializer(serializers.ModelSerializer[Session]):
    version = serializers.IntegerField(source="version.number", help_text="That the client followed")
    recorded_by = serializers.CharField(source="recorded_by.name", help_text="The client's or the therapist's name")
    evidence = serializers.ChoiceField(choices=Session.Evidence.values, help_text=EVIDENCE)
    short = serializers.BooleanField(help_text="The short version for a bad day was chosen")
    is_break = serializers.BooleanField(help_text="Nothing but breaks of a habit with an interval was told")
    clock_was_ahead = serializers.BooleanField(help_text="It came more than a day before the moment that it names")
    revision = serializers.IntegerField(help_text="Grows by one with each correction")
    results = ResultSerializer(many=True)

    class Meta:
        model = Session
        fields = (
            "uuid",
            "program",
            "version",
            "day",
            "started_at",
            "time_zone",
            "worst_pain",
            "effort",
            "note",
            "evidence",
            "short",
            "is_break",
            "revision",
            "recorded_by",
            "received_at",
            "clock_was_ahead",
            "results",
        )


@extend_schema_field(SessionBody)  # type: ignore[arg-type]  # its pydantic extension takes models
class SessionBodyField(serializers.JSONField):
    pass


class CorrectionSerializer(serializers.ModelSerializer[Correction]):
    revision = serializers.IntegerField(help_text="That was replaced")
    body = SessionBodyField(help_text="What the session said until then")

    class Meta:
        model = Correction
        fields = ("revision", "replaced_at", "body")


class SessionAdviceSerializer(serializers.Serializer[Any]):
    """What to say at once about what was told, by the program's rules; it diagnoses nothing."""

    zone = serializers.ChoiceField(choices=[zone.value for zone in Zone], help_text="Of the worst pain that was told")
    leave_out = serializers.ListField(child=serializers.CharField(), help_text="Items to leave out for 24 to 48 hours")
    check = serializers.BooleanField(help_text="Ask the six questions: severe pain, or words that call for it")
    crisis = serializers.BooleanField(help_text="Show whom to call: words of despair")


class RecordedSessionSerializer(SessionSerializer):
    advice = serializers.SerializerMethodField()

    class Meta(SessionSerializer.Meta):
        fields = (*SessionSerializer.Meta.fields, "advice")  # type: ignore[assignment]

    @extend_schema_field(SessionAdviceSerializer)
    def get_advice(self, session: Session) -> Any:
        return SessionAdviceSerializer(advice_for(session)).data


class SessionDetailSerializer(SessionSerializer):
    corrections = CorrectionSerializer(many=True, help_text="What it said before, the oldest first")

    class Meta(SessionSerializer.Meta):
        fields = (*SessionSerializer.Meta.fields, "corrections")  # type: ignore[assignment]


@extend_schema_field(INVALID)
class FaultsField(serializers.JSONField):
    pass


class SyncedSerializer(serializers.Serializer[Any]):
    uuid = serializers.CharField(allow_null=True, help_text="As sent; null where there was none")
    status = serializers.IntegerField(help_text="As the same upload alone would be answered: 200, 201, 400, 409 …")
    revision = serializers.IntegerField(allow_null=True)
    error = FaultsField(allow_null=True, help_text="As the same upload alone would get it")


class SyncAnswerSerializer(serializers.Serializer[Any]):
    results = SyncedSerializer(many=True, help_text="In the order of the upload")

"""How what is due and what was done look in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exercises.dose import Dose
from programs.today import ProgramDay


class DocumentFaultSerializer(serializers.Serializer[Any]):
    fault = serializers.CharField()
    mend = serializers.CharField()


class DocumentCautionSerializer(serializers.Serializer[Any]):
    tag = serializers.CharField(allow_null=True)
    text = serializers.CharField()


@extend_schema_field(Dose)  # type: ignore[arg-type]  # its pydantic extension takes models
class DoseField(serializers.JSONField):
    pass


class DueItemSerializer(serializers.Serializer[Any]):
    """An item in the words of its version, with how often it is due and was done on the day."""

    key = serializers.CharField(source="item.key")
    exercise = serializers.CharField(source="item.exercise", help_text="Slug in the catalogue")
    name = serializers.CharField(source="item.name")
    kind = serializers.CharField(source="item.kind")
    position = serializers.CharField(source="item.position")
    purpose = serializers.CharField(source="item.purpose")
    feel = serializers.CharField(source="item.feel")
    steps = serializers.ListField(source="item.steps", child=serializers.CharField())
    faults = DocumentFaultSerializer(source="item.faults", many=True)
    cautions = DocumentCautionSerializer(source="item.cautions", many=True)
    equipment = serializers.ListField(source="item.equipment", child=serializers.CharField())
    dose = DoseField(source="item.dose")
    dose_words = serializers.CharField(source="item.dose_words")
    seconds = serializers.IntegerField(source="item.seconds", help_text="Estimate of doing it once")
    note = serializers.CharField(source="item.note")
    cue = serializers.CharField(source="item.cue")
    group = serializers.CharField(source="item.group")
    times = serializers.IntegerField(help_text="How often it is due that day")
    done = serializers.IntegerField(help_text="How often it was done that day")
    left = serializers.IntegerField()


class ChangedItemSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChangesSerializer(serializers.Serializer[Any]):
    summary = serializers.CharField()
    reason = serializers.CharField()
    added = ChangedItemSerializer(many=True)
    changed = ChangedItemSerializer(many=True)
    removed = ChangedItemSerializer(many=True)


class ProgramDaySerializer(serializers.Serializer[Any]):
    program = serializers.UUIDField(source="program.pk")
    name = serializers.CharField(source="program.name")
    version = serializers.IntegerField(source="version.number")
    state = serializers.ChoiceField(source="plan.state", choices=["due", "rest", "paused", "before", "over", "ended"])
    seconds_left = serializers.IntegerField(source="plan.seconds_left")
    next_day = serializers.DateField(allow_null=True, help_text="When something is due again; null within four weeks")
    changes = ChangesSerializer(allow_null=True, help_text="Since the version that the client read last")
    items = DueItemSerializer(source="plan.items", many=True)
    sessions = serializers.SerializerMethodField(help_text="Ids of the sessions of that day")

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_sessions(self, day: ProgramDay) -> list[str]:
        return [str(session.uuid) for session in day.sessions]


class TodaySerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    time_zone = serializers.CharField()
    programs = ProgramDaySerializer(many=True)


class ProgressTotalSerializer(serializers.Serializer[Any]):
    planned = serializers.IntegerField()
    done = serializers.IntegerField(help_text="Whole or in part, at most what was planned on each day")
    part = serializers.IntegerField()


class DayProgressSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    state = serializers.CharField()
    planned = serializers.IntegerField()
    done = serializers.IntegerField()
    part = serializers.IntegerField()
    skipped = serializers.IntegerField()
    sessions = serializers.IntegerField()
    timed = serializers.IntegerField(help_text="Of the sessions, those that were played with the timer")
    worst_pain = serializers.IntegerField(allow_null=True)
    effort = serializers.IntegerField(allow_null=True)


class ProgressSerializer(serializers.Serializer[Any]):
    program = serializers.UUIDField()
    first = serializers.DateField()
    last = serializers.DateField()
    total = ProgressTotalSerializer()
    days = DayProgressSerializer(many=True)

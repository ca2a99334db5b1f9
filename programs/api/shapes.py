"""How what is due and what was done look in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exercises.dose import Dose
from exercises.models import Exercise
from programs.pain_limits import pain_limits
from programs.schedule import DueItem
from programs.today import ProgramDay

# due, rest, paused, before (the first day), over (all phases are done) or ended
STATES = ["due", "rest", "paused", "before", "over", "ended"]


class DocumentFaultSerializer(serializers.Serializer[Any]):
    fault = serializers.CharField()
    mend = serializers.CharField()


class DocumentCautionSerializer(serializers.Serializer[Any]):
    tag = serializers.CharField(allow_null=True)
    text = serializers.CharField()


@extend_schema_field(Dose)  # type: ignore[arg-type]  # its pydantic extension takes models
class DoseField(serializers.JSONField):
    pass


class DocumentFigureSerializer(serializers.Serializer[Any]):
    """The picture that the exercise had; `/exercises/figures/{digest}.svg?step={step}` stays as it is."""

    digest = serializers.CharField()
    step = serializers.IntegerField(help_text="The still that shows the exercise best")
    alt = serializers.CharField()


class DocumentEasierSerializer(serializers.Serializer[Any]):
    """An exercise with the catalogue's wording of the moment in which the version was published, and its dose."""

    exercise = serializers.CharField(help_text="Slug in the catalogue")
    revision = serializers.IntegerField(help_text="Of the exercise")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Exercise.Kind.choices)
    position = serializers.ChoiceField(choices=Exercise.Position.choices)
    purpose = serializers.CharField()
    feel = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    faults = DocumentFaultSerializer(many=True)
    cautions = DocumentCautionSerializer(many=True)
    equipment = serializers.ListField(child=serializers.CharField(), help_text="Names")
    dose = DoseField()
    dose_words = serializers.CharField(help_text="The dose as a client reads it")
    dose_words_today = serializers.CharField(help_text="The same without the days a week")
    seconds = serializers.IntegerField(help_text="Estimate of doing it once")
    figure = DocumentFigureSerializer(required=False, help_text="Left out where there was none")
    left_out: tuple[str, ...] = ("figure",)


class DocumentItemSerializer(DocumentEasierSerializer):
    """An item of the plan: an exercise, and what the therapist says of it."""

    key = serializers.CharField(help_text="The same through all versions; results name it")
    times_per_day = serializers.IntegerField(help_text="How often on a day on which it is due")
    note = serializers.CharField(help_text="From the therapist to the client")
    cue = serializers.CharField(help_text="When to do it, such as “after the first coffee”")
    group = serializers.CharField(help_text="Items with the same group belong together")
    any_day = serializers.BooleanField(
        required=False, help_text="The days a week of its dose are spread over the whole week"
    )
    once = serializers.BooleanField(required=False, help_text="Due only on the first of its days in the phase")
    choose = serializers.CharField(
        required=False, help_text="Of a phase's items with the same word one is done, whichever"
    )
    when = serializers.CharField(required=False, help_text="When to choose this one, as the therapist typed it")
    when_words = serializers.CharField(required=False, help_text="The same as a client reads it")
    stop_pain = serializers.IntegerField(
        required=False, help_text="Pain from 0 to 10 at which to stop this one, below that of the rules"
    )
    stop_words = serializers.CharField(required=False, help_text="The same in a sentence to the client")
    short = serializers.BooleanField(required=False, help_text="Belongs to the short version for a bad day")
    easier = DocumentEasierSerializer(
        required=False, help_text="What the client may do instead when it is too hard; a result says so by its variant"
    )
    left_out = (
        "figure", "any_day", "once", "choose", "when", "when_words", "stop_pain", "stop_words", "short", "easier"
    )  # fmt: skip


class DocumentPhaseSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    weeks = serializers.IntegerField(allow_null=True, help_text="How long it lasts; null: until changed")
    days = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7), help_text="1 is Monday")
    seconds = serializers.IntegerField(help_text="Estimate of doing each item once")
    items = DocumentItemSerializer(many=True)
    goal = serializers.CharField(required=False, help_text="What it is for, in one line")
    effort = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10), required=False, help_text="Lowest, highest"
    )
    minutes = serializers.IntegerField(required=False, help_text="Meant for a session, walks and habits aside")
    left_out = ("goal", "effort", "minutes")


class DocumentRulesSerializer(serializers.Serializer[Any]):
    """When to go on, repeat, step back and stop, in sentences to the client."""

    settings = serializers.DictField(child=serializers.IntegerField(), help_text="The numbers; see Rules of a plan")
    progress = serializers.ListField(child=serializers.CharField(), help_text="All must be true to go on")
    hold = serializers.ListField(child=serializers.CharField(), help_text="One is enough to repeat the same")
    back = serializers.ListField(child=serializers.CharField(), help_text="One is enough to step back")
    stop = serializers.ListField(child=serializers.CharField(), help_text="One is enough to stop")
    extra = serializers.ListField(child=serializers.CharField(), help_text="The therapist's own")


class DocumentProgramSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class DocumentSerializer(serializers.Serializer[Any]):
    """All that pages, players and exports need. It never changes; `layout` tells how to read it."""

    layout = serializers.IntegerField(min_value=1, max_value=1)
    program = DocumentProgramSerializer()
    version = serializers.IntegerField()
    reason = serializers.CharField()
    language = serializers.CharField()
    phases = DocumentPhaseSerializer(many=True)
    rules = DocumentRulesSerializer(required=False, help_text="Left out in versions from before there were rules")
    left_out = ("rules",)


@extend_schema_field(DocumentSerializer)
class DocumentField(serializers.JSONField):
    """Given as it is stored, so that its digest can be checked."""


class DueItemSerializer(DocumentItemSerializer):
    """An item of the version in force, with how often it is due and was done on the day."""

    times = serializers.IntegerField(help_text="How often it is due that day")
    done = serializers.IntegerField(help_text="How often it was done that day")
    left = serializers.IntegerField(help_text="How often it remains to be done that day")

    def to_representation(self, due: DueItem) -> dict[str, Any]:
        return super().to_representation({**due.item, "times": due.times, "done": due.done, "left": due.left})


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
    others = serializers.ListField(
        child=serializers.CharField(), help_text="Sentences about phases, days, order, rules and newer wording"
    )


class PainLimitsSerializer(serializers.Serializer[Any]):
    """Points of pain from 0 to 10 from which each zone begins."""

    repeat = serializers.IntegerField(help_text="Do the same again, and no more")
    stop = serializers.IntegerField(help_text="Stop the exercise; an item's own `stop_pain` may be lower")
    severe = serializers.IntegerField(help_text="Stop for the day and ask the six questions")


class ProgramDaySerializer(serializers.Serializer[Any]):
    program = serializers.UUIDField(source="program.pk")
    name = serializers.CharField(source="program.name")
    version = serializers.IntegerField(source="version.number")
    state = serializers.ChoiceField(source="plan.state", choices=STATES)
    seconds_left = serializers.IntegerField(source="plan.seconds_left")
    short = serializers.BooleanField(source="is_short", help_text="The client chose the short version that day")
    next_day = serializers.DateField(allow_null=True, help_text="When something is due again; null within four weeks")
    changes = ChangesSerializer(allow_null=True, help_text="Since the version that the client read last")
    items = DueItemSerializer(source="plan.items", many=True)
    sessions = serializers.SerializerMethodField(help_text="Ids of the sessions of that day")
    limits = serializers.SerializerMethodField(help_text="By the version's rules and the client's usual pain")

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_sessions(self, day: ProgramDay) -> list[str]:
        return [str(session.uuid) for session in day.sessions]

    @extend_schema_field(PainLimitsSerializer)
    def get_limits(self, day: ProgramDay) -> dict[str, int]:
        return pain_limits(day.version.document, day.program.episode)


class TodaySerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    time_zone = serializers.CharField()
    stopped_by = serializers.UUIDField(
        allow_null=True, help_text="The open safety report of an emergency: nothing is due until it is cleared"
    )
    screened = serializers.BooleanField(help_text="Whether the questions about warning signs were answered")
    programs = ProgramDaySerializer(many=True)


class WaysSerializer(serializers.Serializer[Any]):
    timed = serializers.IntegerField(default=0, help_text="Played with the timer")
    ticked = serializers.IntegerField(default=0, help_text="Ticked the same day")
    later = serializers.IntegerField(default=0, help_text="Filled in later")
    paper = serializers.IntegerField(default=0, help_text="From paper")


class ProgressTotalSerializer(serializers.Serializer[Any]):
    planned = serializers.IntegerField()
    done = serializers.IntegerField(help_text="Whole or in part, at most what was planned on each day")
    part = serializers.IntegerField(help_text="Of these, what was done in part")
    evidence = WaysSerializer(source="ways", help_text="How many sessions were told in which way")


class DayProgressSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    state = serializers.ChoiceField(choices=STATES)
    planned = serializers.IntegerField()
    done = serializers.IntegerField()
    part = serializers.IntegerField()
    skipped = serializers.IntegerField()
    short = serializers.BooleanField(help_text="The short version was chosen, and that is what was planned")
    sessions = serializers.IntegerField()
    timed = serializers.IntegerField(help_text="Of the sessions, those that were played with the timer")
    worst_pain = serializers.IntegerField(allow_null=True, help_text="From 0 to 10")
    effort = serializers.IntegerField(allow_null=True, help_text="From 0 to 10")


class ProgressSerializer(serializers.Serializer[Any]):
    program = serializers.UUIDField(source="program.pk")
    name = serializers.CharField(source="program.name")
    first = serializers.DateField()
    last = serializers.DateField()
    total = ProgressTotalSerializer(source="graded")
    days = DayProgressSerializer(many=True)


class EpisodeProgressSerializer(serializers.Serializer[Any]):
    episode = serializers.UUIDField()
    first = serializers.DateField()
    last = serializers.DateField()
    programs = ProgressSerializer(many=True, help_text="The published ones, in the order in which they were written")

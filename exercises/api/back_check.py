"""The back check for programs: the questions by GET, the advice by POST. Neither leaves anything behind."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backfit.api.serializers import Serializer
from exercises import red_flags
from exercises.api.serializers import ExerciseBriefSerializer
from exercises.back_check import About, Advice, Age, Ending, HowLong, Move, Where, advise, settle
from exercises.back_check_walk import about_from
from exercises.back_check_words import CHANGES, to_do
from exercises.content.safety_schema import ORDER
from exercises.gentle import gentle_exercises


class FindingSerializer(Serializer):
    key = serializers.CharField(help_text="Goes into `flags`")
    region = serializers.ChoiceField(choices=[(value, value) for value in ("back", "neck", "any")])
    question = serializers.CharField(help_text="For a yes or a no")
    sign = serializers.CharField(help_text="The same as a statement")


class GroupSerializer(Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    findings = FindingSerializer(many=True)


class TierSerializer(Serializer):
    key = serializers.ChoiceField(choices=[(value, value) for value in ORDER])
    title = serializers.CharField()
    summary = serializers.CharField()
    todo = serializers.ListField(child=serializers.CharField(), help_text="What to do, in this order")
    groups = GroupSerializer(many=True)


class QuestionsSerializer(Serializer):
    tiers = TierSerializer(many=True, help_text="From the most urgent down")


class AnswersSerializer(Serializer):
    flags = serializers.ListField(
        child=serializers.CharField(max_length=60),
        max_length=60,
        help_text="The keys of all signs answered with yes; an empty list says that each was asked and denied",
    )
    where = serializers.ChoiceField(choices=Where.choices, required=False)
    how_long = serializers.ChoiceField(choices=HowLong.choices, required=False)
    pain = serializers.IntegerField(min_value=0, max_value=10, required=False, help_text="Worst of the last days")
    eases = serializers.ChoiceField(choices=Move.choices, required=False)
    provokes = serializers.ChoiceField(choices=Move.choices, required=False)
    age = serializers.ChoiceField(choices=Age.choices, required=False)
    floor = serializers.BooleanField(required=False, help_text="Can get down to the floor and up again")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Signs settle the matter by themselves; without one, the rest has to be known."""
        if settle(attrs["flags"]) is None:
            missing = [name for name in map(str, self.fields) if name != "flags" and name not in attrs]
            if missing:
                raise serializers.ValidationError(
                    {name: [_("Needed when none of the signs is there.")] for name in missing}
                )
        return attrs


class AdviceSerializer(Serializer):
    ending = serializers.ChoiceField(choices=Ending.choices)
    title = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why, in plain words")
    todo = serializers.ListField(child=serializers.CharField(), help_text="What to do, in this order")
    changes = serializers.ListField(child=serializers.CharField(), help_text="What would change the advice")
    routine = serializers.CharField(help_text="The slug of the template that fits; empty unless `ending` is routine")
    exercises = ExerciseBriefSerializer(many=True, help_text="Up to three gentle ones; only when `ending` is routine")


class BackCheckView(APIView):
    scope = "exercises"
    is_public = True
    only_asks = True
    limited_as = "back-check"
    refusals = {"get": {429: "Too often."}, "post": {429: "Too often."}}

    @extend_schema(responses=QuestionsSerializer, summary="The signs to ask for, by urgency")
    def get(self, request: Request) -> Response:
        return Response(QuestionsSerializer(red_flags.safety()).data)

    @extend_schema(
        request=AnswersSerializer, responses=AdviceSerializer, summary="What comes next for a sore back; stores nothing"
    )
    def post(self, request: Request) -> Response:
        """It diagnoses nothing. Ends in exactly one of four; the more urgent one always wins."""
        sent = AnswersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        flags, about = sent.validated_data["flags"], about_of(sent.validated_data)
        advice = advise(flags, about) if about else settle(flags)
        assert advice is not None  # the serializer asks for the rest where the signs settle nothing
        answer = Response(AdviceSerializer(told(advice, flags, about), context={"request": request}).data)
        answer["Cache-Control"] = "no-store"
        return answer


def about_of(sent: dict[str, Any]) -> About | None:
    names = set(About.__dataclass_fields__)
    return about_from(sent) if names <= set(sent) else None


def told(advice: Advice, flags: list[str], about: About | None) -> dict[str, Any]:
    return {
        "ending": advice.ending,
        "title": advice.ending.label,
        "reasons": [str(reason) for reason in advice.reasons],
        "todo": [str(sentence) for sentence in to_do(advice.ending, flags)],
        "changes": [str(sentence) for sentence in CHANGES[advice.ending]],
        "routine": advice.routine,
        "exercises": gentle_exercises(about) if about and advice.ending == Ending.ROUTINE else [],
    }

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers

from accounts.api.about import AboutField
from accounts.api.plans import PlanField
from accounts.models import Routine
from accounts.plan_words import rules_in_words
from backfit.api.serializers import ModelSerializer
from backfit.api.viewsets import PrivateViewSet


class RulesInWordsSerializer(serializers.Serializer[Any]):
    """The rules of a plan in sentences to whoever follows it."""

    progress = serializers.ListField(child=serializers.CharField(), help_text="All must be true to go on")
    hold = serializers.ListField(child=serializers.CharField(), help_text="One is enough to repeat the same")
    back = serializers.ListField(child=serializers.CharField(), help_text="One is enough to step back")
    stop = serializers.ListField(child=serializers.CharField(), help_text="One is enough to stop")
    extra = serializers.ListField(child=serializers.CharField(), help_text="For this plan alone")


class TemplateBriefSerializer(ModelSerializer):
    goal = serializers.CharField(source="description")
    about = AboutField(read_only=True)
    weeks = serializers.SerializerMethodField(help_text="How long it lasts; null when it goes on")

    class Meta:
        model = Routine
        fields: tuple[str, ...] = ("id", "slug", "name", "goal", "about", "weeks", "updated_at")
        read_only_fields = fields

    def get_weeks(self, routine: Routine) -> int | None:
        return routine.read_plan().weeks


class TemplateSerializer(TemplateBriefSerializer):
    plan = PlanField(read_only=True)
    rules = serializers.SerializerMethodField(help_text="The rules in force, in words")

    class Meta(TemplateBriefSerializer.Meta):
        fields = (*TemplateBriefSerializer.Meta.fields, "plan", "rules")
        read_only_fields = fields

    @extend_schema_field(RulesInWordsSerializer)
    def get_rules(self, routine: Routine) -> dict[str, Any]:
        return asdict(rules_in_words(routine.read_plan()))


@extend_schema_view(
    list=extend_schema(summary="The templates", responses=TemplateBriefSerializer(many=True)),
    retrieve=extend_schema(summary="A template with its plan and its rules"),
)
class TemplateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    """Ready-made programs, open to everybody. Under their `id` they are routines, to be copied and assigned."""

    queryset = Routine.objects.templates()
    serializer_class = TemplateSerializer
    scope = "routines"
    is_public = True
    lookup_field = "slug"
    lookup_value_converter = "slug"

    def get_serializer_class(self) -> type[TemplateBriefSerializer]:
        return TemplateBriefSerializer if self.action == "list" else TemplateSerializer

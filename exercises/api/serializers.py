from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backfit.access import AnyUser
from backfit.api.serializers import ModelSerializer, Serializer, VisibleField
from exercises.api.drafts import DraftSerializer, written
from exercises.api.fields import DoseField, DoseShorthandField, DoseWordsField
from exercises.api.figures import FigureField
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.models import Draft, Equipment, Exercise, GuidePage, Media, Muscle, MuscleUse, PrecautionTag, Region
from exercises.models.exercise import may_edit
from exercises.neighbours import check_neighbours, seen_by

MOST_ROWS = 30


class SlugField(serializers.SlugRelatedField):
    """Refers to a word of the catalogue by its slug."""

    default_error_messages = {
        "does_not_exist": _("There is no such entry: {value}."),
        "invalid": _("An entry is named by its slug."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class NeighboursField(SlugField):
    """Among the exercises that the person may know of, so that a hidden one answers like one that is not there."""

    def get_queryset(self) -> Any:
        return Exercise.objects.visible_to(self.context["request"].user)


class ClinicField(VisibleField):
    """Exercises know of clinics only that they have one."""

    def get_queryset(self) -> Any:
        clinics = Exercise._meta.get_field("clinic").related_model
        assert not isinstance(clinics, str)
        assert clinics is not None
        return clinics._default_manager.visible_to(self.context["request"].user)  # type: ignore[attr-defined]


class StepsField(serializers.ListField):
    child = serializers.CharField(max_length=300)

    def to_representation(self, data: Any) -> list[str]:
        return [step.text for step in data.all()]


class FaultSerializer(Serializer):
    text = serializers.CharField(max_length=200)
    mend = serializers.CharField(max_length=300, allow_blank=True, required=False)


class CautionSerializer(Serializer):
    tag = SlugField(queryset=PrecautionTag.objects.all(), allow_null=True, required=False)
    text = serializers.CharField(max_length=300)


class MuscleUseSerializer(Serializer):
    muscle = SlugField(queryset=Muscle.objects.all())
    name = serializers.CharField(source="muscle.name", read_only=True)
    common_name = serializers.CharField(source="muscle.plain", read_only=True)
    role = serializers.ChoiceField(choices=MuscleUse.Role.choices, default=MuscleUse.Role.PRIMARY)


class ShowingSerializer(Serializer):
    """An uploaded picture (WebP) or film (MP4), with the words for whoever does not see it."""

    kind = serializers.ChoiceField(source="media.kind", choices=Media.Kind.choices, read_only=True)
    url = serializers.CharField(source="media.url", read_only=True)
    poster_url = serializers.CharField(source="media.poster_url", read_only=True)
    width = serializers.IntegerField(source="media.width", read_only=True)
    height = serializers.IntegerField(source="media.height", read_only=True)
    seconds = serializers.FloatField(source="media.seconds", read_only=True, allow_null=True)
    alt = serializers.CharField(read_only=True)
    credit = serializers.CharField(read_only=True)


def rows_of(child: Serializer, **kwargs: Any) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=child, max_length=MOST_ROWS, required=False, **kwargs)


class ExerciseBriefSerializer(ModelSerializer):
    """An entry as the list shows it."""

    dose = DoseField(source="default_dose", read_only=True)
    dose_words = DoseWordsField()
    dose_shorthand = DoseShorthandField()
    regions = SlugField(many=True, read_only=True)
    equipment = SlugField(many=True, read_only=True)
    figure = FigureField()

    class Meta:
        model = Exercise
        fields = (
            "slug", "name", "aliases", "kind", "position", "status", "purpose", "difficulty", "dose",
            "dose_words", "dose_shorthand", "regions", "equipment", "revision", "clinic", "figure",
        )  # fmt: skip
        read_only_fields = fields


class ExerciseSerializer(ModelSerializer):
    """An entry whole. Steps, faults, cautions, muscles and links that are named replace those that were there.

    What was never published changes at once, and only editors see it. A change to a published exercise goes into its
    `draft`: the fields beside it stay what everybody reads until the draft is published.
    """

    aliases = serializers.ListField(child=serializers.CharField(max_length=80), max_length=MOST_ROWS, required=False)
    difficulty = serializers.IntegerField(min_value=1, max_value=5, default=1)
    dose = DoseField(source="default_dose")
    dose_words = DoseWordsField()
    dose_shorthand = DoseShorthandField()
    regions = SlugField(many=True, queryset=Region.objects.all(), allow_empty=False)
    equipment = SlugField(many=True, queryset=Equipment.objects.all(), required=False)
    steps = StepsField(max_length=MOST_ROWS, required=False)
    faults = rows_of(FaultSerializer())
    cautions = rows_of(CautionSerializer())
    muscles = rows_of(MuscleUseSerializer(), source="muscle_uses")
    harder = NeighboursField(many=True, queryset=Exercise.objects.all(), required=False)
    easier = SlugField(many=True, read_only=True)
    figure = FigureField()
    media = ShowingSerializer(source="ready_showings", many=True, read_only=True)
    clinic = ClinicField(
        required=False, allow_null=True, help_text="Whose own it is; null in the shared catalogue. Stays for good."
    )
    draft = DraftSerializer(read_only=True, allow_null=True, default=None)
    draft_serial = serializers.IntegerField(
        write_only=True, required=False, help_text="The draft's serial that you began with; 409 when it has moved on."
    )

    class Meta:
        model = Exercise
        fields = (
            "slug", "name", "aliases", "kind", "position", "status", "purpose", "feel", "difficulty", "dose",
            "dose_words", "dose_shorthand", "seed_dose", "regions", "equipment", "steps", "faults", "cautions",
            "muscles", "harder", "easier", "evidence", "evidence_basis", "evidence_checked", "author", "licence",
            "revision", "published_at", "updated_at", "clinic", "offered_at", "figure", "media", "draft",
            "draft_serial",
        )  # fmt: skip
        read_only_fields = ("status", "revision", "published_at", "updated_at", "offered_at")
        extra_kwargs: ClassVar = {
            "slug": {"required": False, "help_text": "Needed in the shared catalogue; made by us for a clinic's own"}
        }

    def plain(self, attrs: dict[str, Any]) -> dict[str, Any]:
        columns = {field.name for field in self.model._meta.concrete_fields}
        return {name: value for name, value in attrs.items() if name in columns}

    def validate_slug(self, slug: str) -> str:
        if self.instance is not None and self.instance.published_at and slug != self.instance.slug:
            raise serializers.ValidationError(_("The address of a published exercise stays as it is."))
        return slug

    def validate_clinic(self, clinic: Any) -> Any:
        if self.instance is not None and clinic != self.instance.clinic:
            raise serializers.ValidationError(_("Whose an exercise is stays as it is."))
        return clinic

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None:
            attrs = attrs | {"slug": self.first_slug(attrs)}
        return super().validate(attrs)

    def first_slug(self, attrs: dict[str, Any]) -> str:
        slug: str = attrs.get("slug", "")
        if attrs.get("clinic") is None:
            if not slug:
                raise serializers.ValidationError({"slug": [self.fields["slug"].error_messages["required"]]})
            return slug
        if slug:
            raise serializers.ValidationError({"slug": [_("The address of a clinic's own exercise is made by us.")]})
        return drafts.address_of(attrs["name"])

    def validate_muscles(self, uses: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({use["muscle"] for use in uses}) < len(uses):
            raise serializers.ValidationError(_("A muscle is listed twice."))
        return uses

    def validate_harder(self, harder: list[Exercise]) -> list[Exercise]:
        easier = list(self.instance.easier.all()) if self.instance else []
        check_neighbours(self.instance or Exercise(), harder=harder, easier=easier)
        return harder

    def create(self, validated_data: dict[str, Any]) -> Exercise:
        usual, clinic = Exercise(), validated_data.pop("clinic", None)
        fields = {"author": usual.author, "licence": usual.licence}
        if clinic is not None:
            fields = {"author": clinic.name, "licence": ""}
        document = ExerciseDocument.from_json(fields | written(validated_data))
        return self.shown(drafts.create(document=document, by=self.context["request"].user, clinic=clinic))

    def update(self, instance: Exercise, validated_data: dict[str, Any]) -> Exercise:
        by, over = self.context["request"].user, validated_data.pop("draft_serial", None)
        validated_data.pop("clinic", None)
        with transaction.atomic():
            draft = drafts.begin(exercise=instance, by=by)
            document = draft.read().with_changes(**written(validated_data, draft.read()))
            drafts.change(draft=draft, document=document, by=by, over=over)
        return self.shown(draft)

    def shown(self, draft: Draft) -> Exercise:
        return Exercise.objects.with_content().select_related("draft").get(pk=draft.exercise_id)

    def to_representation(self, instance: Exercise) -> dict[str, Any]:
        data = super().to_representation(instance)
        user = self.context["request"].user
        writes = self.writes(user, instance)
        for name in ("harder", "easier"):
            others = seen_by(user, instance, getattr(instance, name).all())
            # A draft is not to be known of, not even as somebody's neighbour.
            data[name] = [other.slug for other in others if writes or other.is_published]
        if not writes:
            del data["draft"]
        return data

    def writes(self, user: AnyUser, exercise: Exercise) -> bool:
        return Exercise.objects.editable_by(user).contains(exercise) if exercise.is_own else may_edit(user)


class GuidePageSerializer(ModelSerializer):
    html = serializers.CharField(read_only=True)

    class Meta:
        model = GuidePage
        fields = ("slug", "title", "summary", "position", "body", "html", "updated_at")
        read_only_fields = fields


class WordSerializer(Serializer):
    slug = serializers.SlugField(read_only=True)
    name = serializers.CharField(read_only=True)


class MuscleSerializer(WordSerializer):
    common_name = serializers.CharField(source="plain", read_only=True)


class PrecautionTagSerializer(WordSerializer):
    explanation = serializers.CharField(read_only=True)


class VocabularySerializer(Serializer):
    """The words that catalogue entries may use."""

    regions = WordSerializer(many=True, read_only=True)
    equipment = WordSerializer(many=True, read_only=True)
    muscles = MuscleSerializer(many=True, read_only=True)
    precaution_tags = PrecautionTagSerializer(many=True, read_only=True)

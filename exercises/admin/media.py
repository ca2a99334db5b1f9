"""Photographs and films of an exercise: uploaded beside it, kept in its draft."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from backfit.refusals import Conflict
from exercises.admin.pages import ExercisePages
from exercises.editorial import drafts
from exercises.editorial.document import MOST_MEDIA
from exercises.editorial.rows import document_of
from exercises.media.uploading import LARGEST_FILM, LARGEST_PICTURE, MEGABYTE, take
from exercises.models import Draft, Exercise, Media


class WordsForm(forms.Form):
    alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What it shows, for those who cannot see it: the start, the movement, the side."),
    )
    credit = forms.CharField(label=gettext_lazy("Who made it, and its licence"), max_length=300, required=False)


class UploadForm(WordsForm):
    file = forms.FileField(label=gettext_lazy("Picture or film"))
    field_order = ("file", "alt", "credit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A JPEG, PNG, WebP or AVIF picture up to %(picture)d MB, or an MP4, MOV or WebM film up to a minute and "
            "%(film)d MB. It is made anew: without sound, and without the place and time of its taking."
        ) % {"picture": LARGEST_PICTURE // MEGABYTE, "film": LARGEST_FILM // MEGABYTE}


class ShownForm(WordsForm):
    file = forms.UUIDField(widget=forms.HiddenInput)


ShownFormSet = forms.formset_factory(ShownForm, extra=0, can_order=True, can_delete=True, max_num=MOST_MEDIA)


class MediaMixin(ExercisePages):
    """Adds the page for pictures and films to the admin of an exercise."""

    def get_urls(self) -> list[URLPattern]:
        pages: tuple[tuple[str, str, Callable[..., HttpResponse]], ...] = (
            ("media", "exercise_media", require_safe(self.media_page)),
            ("media/add", "exercise_media_add", require_POST(self.media_add)),
            ("media/save", "exercise_media_save", require_POST(self.media_save)),
        )
        return [
            path(f"<int:pk>/{address}/", self.admin_site.admin_view(view), name=name) for address, name, view in pages
        ] + super().get_urls()

    def media_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.media_answer(request, self.own_exercise(request, pk))

    def media_answer(
        self, request: HttpRequest, exercise: Exercise, upload: Any = None, shown: Any = None, status: int = 200
    ) -> HttpResponse:
        draft = Draft.objects.of(exercise)
        document = draft.read() if draft else document_of(exercise)
        shown = shown or ShownFormSet(initial=[part.model_dump() for part in document.media])
        keys = [as_uuid(form["file"].value()) for form in shown]
        files = Media.objects.in_bulk([key for key in keys if key is not None])
        context = self.page_context(request, exercise, _("Pictures and films of %s") % exercise.name) | {
            "upload": upload or UploadForm(),
            "shown": shown,
            "rows": [(form, files.get(key)) for form, key in zip(shown, keys, strict=True)],
            "is_full": len(document.media) >= MOST_MEDIA,
            "draft": draft,
        }
        return TemplateResponse(request, "admin/exercises/exercise/media.html", context, status=status)

    def media_add(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            said = form.cleaned_data
            try:
                media = take(upload=said["file"], by=request.user)
                if media.state == Media.State.FAILED:
                    raise ValidationError(media.fault)
                part = {"file": media.pk.hex, "alt": said["alt"], "credit": said["credit"]}
                keep(exercise, request.user, lambda before: [*before, part])
                self.message_user(request, _("Uploaded. It is part of the draft now."), messages.SUCCESS)
                return redirect(reverse("admin:exercise_media", args=[pk]))
            except ValidationError as error:
                form.add_error("file", error.messages)
        return self.media_answer(request, exercise, upload=form, status=400)

    def media_save(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk)
        forms = ShownFormSet(request.POST)
        if not forms.is_valid():
            return self.media_answer(request, exercise, shown=forms, status=400)
        kept = [form.cleaned_data for form in forms.ordered_forms]
        parts = [{"file": said["file"].hex, "alt": said["alt"], "credit": said["credit"]} for said in kept]
        try:
            keep(exercise, request.user, lambda before: parts)
        except (ValidationError, Conflict) as error:
            sentences = error.messages if isinstance(error, ValidationError) else [error.sentence]
            self.message_user(request, " ".join(sentences), messages.ERROR)
            return self.media_answer(request, exercise, shown=forms, status=400)
        self.message_user(request, _("Saved in the draft."), messages.SUCCESS)
        return redirect(reverse("admin:exercise_media", args=[pk]))


def as_uuid(value: Any) -> Any:
    try:
        return forms.UUIDField().clean(value)
    except ValidationError:
        return None


@transaction.atomic
def keep(exercise: Exercise, by: Any, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Put other pictures and films into the exercise's draft, which is begun if there is none."""
    draft = drafts.begin(exercise=exercise, by=by)
    document = draft.read()
    parts = change([part.model_dump() for part in document.media])
    try:
        changed = document.with_changes(media=parts)
    except ValueError as error:
        raise ValidationError(_("%(most)d pictures and films are the most.") % {"most": MOST_MEDIA}) from error
    drafts.change(draft=draft, document=changed, by=by)

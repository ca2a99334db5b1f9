"""Import and export beside the list of exercises: a file is looked at row by row before anything is taken from it."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from exercises.importing.carrying import carry_out
from exercises.importing.exports import WRITERS, documents
from exercises.importing.fates import Fate, Verdict, counts
from exercises.importing.formats import FORMATS, decoded, read_rows
from exercises.importing.plan import dry_run
from exercises.importing.rows import UnreadableFile
from exercises.models import Exercise

LARGEST_UPLOAD = 10_000_000  # bytes
LARGEST_PACKED = 2_000_000  # characters; Django refuses a form of more than 2.5 MB
MOST_OFFERED = 300  # rows that are taken in one request; each needs about 15 ms
MOST_LISTED = 300
MOST_TOLD = 10
HOW_LONG = 2 * 3600  # seconds in which the dry run may be acted upon
SALT = "exercises.import"
ROW = re.compile("[0-9]{1,9}")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("YAML or CSV of Backfit, JSON of wger or free-exercise-db; 10 MB at most."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[("", gettext_lazy("Tell from the content")), *((name, name) for name in FORMATS)],
    )

    def clean_file(self) -> str:
        """The file's text; it is kept nowhere."""
        file = self.cleaned_data["file"]
        try:
            if file.size > LARGEST_UPLOAD:
                raise UnreadableFile(_("The file is too large; 10 MB are read here, more by import_exercises."))
            return decoded(file.read())
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error


def pack(request: HttpRequest, text: str, form: str) -> str:
    """What was looked at, for the page that asks what to take: signed, so that nothing is kept between the two.

    A signature spares a second choice of the file, which could have changed by then, and a place to store it.
    """
    said = {"text": text, "form": form, "by": str(request.user.pk)}
    packed = signing.dumps(said, salt=SALT, compress=True)
    if len(packed) > LARGEST_PACKED:
        raise UnreadableFile(_("That is too much for one page; cut the file in parts, or use import_exercises."))
    return packed


def unpack(request: HttpRequest) -> tuple[str, str]:
    """(text, format). Raises UnreadableFile for what was not packed for this person in the last hours."""
    try:
        said = signing.loads(request.POST.get("packed", ""), salt=SALT, max_age=HOW_LONG)
    except signing.BadSignature as error:
        raise UnreadableFile(_("Too much time has passed. Choose the file again.")) from error
    if said["by"] != str(request.user.pk):
        raise UnreadableFile(_("Somebody else has looked at this file. Choose it yourself."))
    return said["text"], said["form"]


def ticked(values: list[str]) -> dict[int, str]:
    """The rows' numbers and the stamps of what was shown; anything else was not sent by the page."""
    pairs = (value.partition(":") for value in values[:MOST_OFFERED])
    return {int(number): stamp for number, _colon, stamp in pairs if ROW.fullmatch(number)}


def sorted_out(fates: list[Fate]) -> dict[str, Any]:
    """The fates in the order in which an editor wants to see them."""
    offered = [fate for fate in fates if fate.is_actionable]
    rest = {verdict: [fate for fate in fates if fate.verdict == verdict] for verdict in Verdict}
    return {
        "counts": counts(fates),
        "offered": offered[:MOST_OFFERED],
        "later": len(offered) - len(offered[:MOST_OFFERED]),
        "broken": rest[Verdict.BROKEN][:MOST_LISTED],
        "skipped": rest[Verdict.SKIPPED][:MOST_LISTED],
        "unchanged": rest[Verdict.UNCHANGED][:MOST_LISTED],
    }


class TransferMixin(admin.ModelAdmin):
    """Adds the pages of import and export to the admin of exercises."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_page), name="exercise_import"),
            path("import/carry-out/", wrap(require_POST(self.import_carry_out)), name="exercise_import_carry_out"),
            path("export/<str:form>/", wrap(require_safe(self.export)), name="exercise_export"),
            *super().get_urls(),
        ]

    def require_import(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; sent, it is shown what would become of each row."""
        self.require_import(request)
        if request.method != "POST":
            return self.upload_answer(request, UploadForm())
        upload = UploadForm(request.POST, request.FILES)
        if not upload.is_valid():
            return self.upload_answer(request, upload, status=400)
        text, form = upload.cleaned_data["file"], upload.cleaned_data["form"]
        try:
            fates = dry_run(read_rows(text, form))
            packed = pack(request, text, form)
        except UnreadableFile as error:
            upload.add_error("file", str(error))
            return self.upload_answer(request, upload, status=400)
        said = sorted_out(fates) | {"packed": packed, "file": getattr(request.FILES["file"], "name", "")}
        return self.transfer_answer(request, "import_dry_run.html", _("What the import would do"), said)

    def upload_answer(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        return self.transfer_answer(request, "import.html", _("Import exercises"), {"form": form}, status)

    def transfer_answer(
        self, request: HttpRequest, template: str, title: str, said: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts} | said
        return TemplateResponse(request, f"admin/exercises/exercise/{template}", context, status=status)

    def import_carry_out(self, request: HttpRequest) -> HttpResponse:
        """Take the rows that were ticked, as they were shown."""
        self.require_import(request)
        only = ticked(request.POST.getlist("take"))
        try:
            text, form = unpack(request)
            fates = carry_out(read_rows(text, form), by=request.user, only=only)
        except UnreadableFile as error:
            self.message_user(request, _("Nothing was imported. %s") % error, messages.ERROR)
            return redirect(reverse("admin:exercise_import"))
        self.tell(request, [fate for fate in fates if fate.row.number in only])
        return redirect(reverse("admin:exercises_exercise_changelist"))

    def tell(self, request: HttpRequest, fates: list[Fate]) -> None:
        """How many became what, and why the first of the others did not."""
        if not fates:
            self.message_user(request, _("Nothing was ticked, so nothing was imported."), messages.WARNING)
            return
        summary = ", ".join(f"{number} {verdict.label}".lower() for verdict, number in counts(fates))
        text = _("Imported as drafts for review: %(summary)s.") % {"summary": summary}
        self.message_user(request, text, messages.SUCCESS if any(f.is_actionable for f in fates) else messages.WARNING)
        for fate in [fate for fate in fates if fate.why][:MOST_TOLD]:
            self.message_user(request, f"{fate.name} ({fate.row.place}): {fate.why}", messages.WARNING)

    def export(self, request: HttpRequest, form: str) -> HttpResponse:
        """What the list shows with its filters and its search, as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        changes = reverse("admin:exercises_exercise_changelist")
        try:
            write, content_type = WRITERS[form]
            chosen = self.get_changelist_instance(request).get_queryset(request)
        except (KeyError, IncorrectLookupParameters):
            return redirect(changes)
        answer = HttpResponse(write(documents(Exercise.objects.filter(pk__in=chosen.values("pk")))), content_type)
        answer["Content-Disposition"] = f'attachment; filename="exercises.{form}"'
        return answer

"""What editors may do to a draft on its review page: one form for each verb, which calls that verb and nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.editorial import drafts
from exercises.models import Draft
from exercises.models.revision import LONGEST_REASON


class VerbForm(forms.Form):
    """`serial` is the draft that was on the screen. `done` is said when it worked."""

    verb = ""
    heading: Any = ""
    hint: Any = ""
    button: Any = ""
    done: Any = ""
    is_main = False
    is_grave = False

    serial = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, draft: Draft, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{self.verb}-%s", initial={"serial": draft.serial, **(initial or {})})
        self.draft = draft

    def act(self, by: Any) -> None:
        raise NotImplementedError


def line(label: Any, *, required: bool = True, help_text: Any = "", longest: int = LONGEST_REASON) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2 if longest == LONGEST_REASON else 3})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=area)


class SubmitForm(VerbForm):
    verb = "submit"
    heading = gettext_lazy("Ask for a review")
    hint = gettext_lazy("The other editors get a mail. Nothing changes for readers.")
    button = gettext_lazy("Ask for a review")
    done = gettext_lazy("The other editors are asked to review it.")
    is_main = True

    reason = line(gettext_lazy("Why do you change it?"), help_text=gettext_lazy("One line; it stays in the history."))

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        super().__init__(data, draft=draft, initial={"reason": draft.reason})

    def act(self, by: Any) -> None:
        self.draft.submit(by=by, reason=self.cleaned_data["reason"])


class CommentForm(VerbForm):
    verb = "comment"
    heading = gettext_lazy("Comment")
    button = gettext_lazy("Add the comment")
    done = gettext_lazy("Your comment is added.")

    text = line(gettext_lazy("Your comment"), longest=1000)

    def act(self, by: Any) -> None:
        self.draft.comment(by=by, text=self.cleaned_data["text"])


class ApproveForm(VerbForm):
    verb = "approve"
    heading = gettext_lazy("Approve")
    hint = gettext_lazy("After that it can be published. Whoever changes it then needs another approval.")
    button = gettext_lazy("Approve this draft")
    done = gettext_lazy("You have approved it. It is not published yet.")
    is_main = True

    text = line(gettext_lazy("A word to its authors"), required=False, longest=1000)

    def act(self, by: Any) -> None:
        self.draft.approve(by=by, text=self.cleaned_data["text"], over=self.cleaned_data["serial"])


class SendBackForm(VerbForm):
    verb = "send-back"
    heading = gettext_lazy("Send back")
    button = gettext_lazy("Send it back")
    done = gettext_lazy("It is with its authors again, and they are told.")

    text = line(gettext_lazy("What is to be mended?"), longest=1000)

    def act(self, by: Any) -> None:
        self.draft.send_back(by=by, text=self.cleaned_data["text"])


class PublishForm(VerbForm):
    verb = "publish"
    heading = gettext_lazy("Publish")
    hint = gettext_lazy("Everybody reads it from now on. Programs keep the words that they were published with.")
    button = gettext_lazy("Publish now")
    done = gettext_lazy("It is in the catalogue.")
    is_main = True

    reason = line(gettext_lazy("Why was it changed?"), help_text=gettext_lazy("One line; it stays in the history."))
    alone_because = line(
        gettext_lazy("Why has nobody else reviewed it?"),
        required=False,
        help_text=gettext_lazy("You are the only editor, so a reason takes the place of the review."),
    )

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        super().__init__(data, draft=draft, initial={"reason": draft.reason})
        if draft.state == Draft.State.APPROVED:
            del self.fields["alone_because"]

    def act(self, by: Any) -> None:
        sent = self.cleaned_data
        drafts.publish(
            draft=self.draft,
            by=by,
            reason=sent["reason"],
            alone_because=sent.get("alone_because", ""),
            over=sent["serial"],
        )


class ScheduleForm(VerbForm):
    verb = "schedule"
    heading = gettext_lazy("Publish later")
    button = gettext_lazy("Set the time")
    done = gettext_lazy("It goes out by itself at that time.")

    publish_at = forms.DateTimeField(
        label=gettext_lazy("Date and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Write a date and a time, such as 2027-03-28 09:00.")},
    )

    def act(self, by: Any) -> None:
        self.draft.schedule(self.cleaned_data["publish_at"], by=by)


class UnscheduleForm(VerbForm):
    verb = "unschedule"
    heading = gettext_lazy("Take the time back")
    hint = gettext_lazy("It stays approved and can be published by hand.")
    button = gettext_lazy("Take the time back")
    done = gettext_lazy("It is not published by itself any more.")

    def act(self, by: Any) -> None:
        self.draft.schedule(None, by=by)


class CatchUpForm(VerbForm):
    verb = "catch-up"
    heading = gettext_lazy("Catch up")
    hint = gettext_lazy(
        "Takes what was published since into those parts that the draft has left alone. Where both say something new, "
        "the draft stays as it is. It needs a new review."
    )
    button = gettext_lazy("Take it in and go on")
    done = gettext_lazy("The draft is up to date. Read it once more and ask for a review.")
    is_main = True

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        super().__init__(data, draft=draft, initial={"seen": draft.exercise.revision})

    def act(self, by: Any) -> None:
        drafts.catch_up(draft=self.draft, by=by, over=self.cleaned_data["serial"], seen=self.cleaned_data["seen"])


class DiscardForm(VerbForm):
    verb = "discard"
    heading = gettext_lazy("Throw the draft away")
    hint = gettext_lazy("What is published stays. The words of the draft are gone.")
    button = gettext_lazy("Throw it away")
    done = gettext_lazy("The draft is gone.")
    is_grave = True

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, this draft may go for good."),
        error_messages={"required": gettext_lazy("Tick this to say that you are sure.")},
    )
    reason = line(gettext_lazy("Why?"), required=False)

    def act(self, by: Any) -> None:
        self.draft.discard(by=by, reason=self.cleaned_data["reason"], over=self.cleaned_data["serial"])


FORMS: dict[str, type[VerbForm]] = {
    form.verb: form
    for form in (
        CatchUpForm, SubmitForm, ApproveForm, PublishForm, ScheduleForm, UnscheduleForm, SendBackForm, CommentForm,
        DiscardForm,
    )
}  # fmt: skip


def open_verbs(draft: Draft, by: Any) -> list[str]:
    """What this person may do to the draft now, the next step first."""
    state, states = draft.state, Draft.State
    alone = not drafts.needs_review(draft, by)
    said = {
        "catch-up": draft.is_behind,
        "submit": state == states.WRITING,
        "approve": draft.may_be_approved_by(by),
        "publish": alone and not draft.is_behind,
        "schedule": state == states.APPROVED and not draft.is_behind,
        "unschedule": draft.publish_at is not None,
        "send-back": state != states.WRITING,
        "comment": True,
        "discard": draft.exercise.published_at is not None,
    }
    return [verb for verb, is_open in said.items() if is_open]


def waits_for(draft: Draft, by: Any) -> str:
    """Why the next step is not this person's, or an empty string."""
    if draft.state == Draft.State.REVIEW and not draft.may_be_approved_by(by):
        if drafts.needs_review(draft, by):
            return _("You have written in this draft, so another editor approves it.")
        return _("You have written in this draft, and there is no other editor who could approve it.")
    if draft.state == Draft.State.WRITING and drafts.needs_review(draft, by):
        return _("Another editor has to approve it before it can be published.")
    return ""

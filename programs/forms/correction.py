"""Putting right what a session says."""

from collections.abc import Mapping

from django import forms

from accounts.models import User
from programs.document import items_of
from programs.forms.day import MarkForm, ProgramLines
from programs.forms.items import ItemForm
from programs.forms.session import SessionForm
from programs.models import Session
from programs.schedule import DueItem, due_on
from programs.sessions import record
from programs.today import ProgramDay


class AboutForm(SessionForm):
    """`revision` is the one that the client was looking at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CorrectionForm(MarkForm):
    """A session as it stands, with the other items of its day, so that one that was forgotten can be added."""

    def __init__(self, user: User, session: Session, data: Mapping[str, str] | None = None) -> None:
        super().__init__(user, data)
        self.session = session
        self.is_short = session.short
        self.day = session.day
        self.about = AboutForm(user=user, day=session.day, session=session, data=data)
        self.programs = [self.lines_of(session)]

    def lines_of(self, session: Session) -> ProgramLines:
        calendar = session.program.calendar
        plan = due_on(session.version.document, calendar, session.day)
        results = {result.item_key: result for result in session.results.all()}
        due = {each.item["key"]: each for each in plan.items}
        lines = ProgramLines(ProgramDay(session.program, session.version, plan, None, ()))
        for key, item in items_of(session.version.document).items():
            if key in due or key in results:
                each = due.get(key, DueItem(item, int(item["times_per_day"]), 0))
                form = ItemForm(each, result=results.get(key), prefix=lines.prefix(key), data=self.data)
                lines.lines.append(form)
        return lines

    def keep(self) -> list[Session]:
        body = self.body(self.programs[0])
        revision = self.about.cleaned_data["revision"]
        session, _outcome = record(by=self.user, uuid=self.session.uuid, body=body, corrects=revision)
        return [session]

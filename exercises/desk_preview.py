"""What a desk shows beside a form on which an exercise is written, saved or not."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string

from backfit.access import AnyUser
from exercises.dose_line import dose_reading
from exercises.editorial.preview import as_if
from exercises.forms.desk import DeskForm
from exercises.models import Exercise
from exercises.views import detail


def sent(request: HttpRequest) -> Mapping[str, Any]:
    """The form's data; the button of a dose's meaning stands for the line that it names."""
    if "chosen_dose" not in request.POST:
        return request.POST
    data = request.POST.copy()
    data.setlist("dose", data.getlist("chosen_dose"))
    return data


def live(form: DeskForm, exercise: Exercise, *, reader: AnyUser) -> dict[str, Any]:
    """What the page shows beside a form that is being written: `page` is None while something is wrong.

    That is no error of the request: it asks what the text would look like, and half a text has faults.
    """
    page = None
    try:
        if form.is_valid() and form.document:
            with as_if(exercise, form.document) as shown:
                context = detail(shown, reader=reader) | {"is_live": True}
                page = render_to_string("admin/exercises/exercise/live.html", context)
    except ValidationError as error:
        form.blame(error)
    return {
        "page": page,
        "faults": [fault._asdict() for fault in form.faults()],
        "dose": dose_reading(str(form.content["dose"].value() or "")),
        "grades": form.grades(),
    }

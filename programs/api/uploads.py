"""Reading an uploaded session, and saying for each one what became of it."""

from collections import defaultdict
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from pydantic import Field, RootModel
from pydantic import ValidationError as BodyError
from rest_framework.request import Request

from backfit.api.errors import status_and_data
from backfit.limits import require_patience
from backfit.refusals import Refusal
from exercises.dose_errors import sentences
from programs.models import Session
from programs.session_body import SessionBody
from programs.sessions import Outcome

STATUS: dict[Outcome, int] = {"created": 201, "unchanged": 200, "corrected": 200}


class SessionUpload(SessionBody):
    """A session, or the correction of one that is kept already."""

    corrects: int | None = Field(
        default=None, strict=True, ge=1, description="The revision that this replaces; without it nothing is replaced"
    )

    @property
    def body(self) -> SessionBody:
        return SessionBody.model_validate(self.model_dump(exclude={"corrects", "uuid"}))


class NamedUpload(SessionUpload):
    uuid: UUID


MOST_AT_ONCE = 200
Upload = TypeVar("Upload", bound=SessionBody)


def require_room(request: Request, sent: Any) -> None:
    """Counts the sessions before any of them is looked at: a device that is refused keeps all of them for later.

    Raises ValidationError for what is no list or too long, TooMany beyond what one person may send.
    """
    if not isinstance(sent, list):
        raise ValidationError(_("Send a list of sessions."))
    if len(sent) > MOST_AT_ONCE:
        raise ValidationError(_("Send at most %(most)s sessions at once.") % {"most": MOST_AT_ONCE})
    sentence = _("These are too many sessions at once. Keep them, and send them later.")
    require_patience(request._request, "sync", sentence, amount=len(sent))


class SyncUpload(RootModel[list[NamedUpload]]):
    """What an offline device has gathered."""

    root: list[NamedUpload] = Field(max_length=MOST_AT_ONCE)


def read_upload(data: Any) -> SessionUpload:
    """Raises ValidationError with a sentence for each field that is not right."""
    return validated(SessionUpload, data)


def read_named(data: Any) -> NamedUpload:
    return validated(NamedUpload, data)


def validated(model: type[Upload], data: Any) -> Upload:
    try:
        return model.model_validate(data)
    except BodyError as error:
        found: dict[str, list[str]] = defaultdict(list)
        for sentence in sentences(error):
            path, colon, said = sentence.partition(": ")
            # A fault deep inside keeps its path, so that the one result among many can be found.
            field = path.split(".")[0] if colon else "__all__"
            found[field].append(said if path == field else sentence)
        raise ValidationError(dict(found)) from error


def answer_for(data: Any, session: Session, outcome: Outcome) -> dict[str, Any]:
    return {"uuid": data["uuid"], "status": STATUS[outcome], "revision": session.revision, "error": None}


def refusal_for(data: Any, error: ValidationError | Refusal | PermissionDenied) -> dict[str, Any]:
    """An item's own status and sentences; the others of the same upload are not affected."""
    status, said = status_and_data(error) or (403, {"detail": str(error)})
    uuid = data.get("uuid") if isinstance(data, dict) else None
    return {"uuid": uuid if isinstance(uuid, str) else None, "status": status, "revision": None, "error": said}

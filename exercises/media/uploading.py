"""An upload becomes a file that may be shown: pictures at once, films by the queue."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.media.kinds import formats_of
from exercises.media.pictures import Picture, clean_picture
from exercises.models import Media
from exercises.models.media import place

MEGABYTE = 1_000_000
LARGEST_PICTURE = 15 * MEGABYTE
LARGEST_FILM = 80 * MEGABYTE


def take(*, upload: UploadedFile, by: Any) -> Media:
    """Keep what was uploaded, made anew. Raises ValidationError for what is not taken."""
    picture, film = formats_of(upload)
    largest = LARGEST_FILM if film else LARGEST_PICTURE
    if (upload.size or 0) > largest:
        raise ValidationError(_("This file is too large; %(most)d MB is the most.") % {"most": largest // MEGABYTE})
    if picture:
        return keep_picture(clean_picture(upload, picture), by)
    return keep_upload(upload, by)


def keep_picture(picture: Picture, by: Any) -> Media:
    media = Media(kind=Media.Kind.PICTURE, state=Media.State.READY, uploaded_by=by)
    media.width, media.height = picture.width, picture.height
    media.file.save(place(media, "webp"), ContentFile(picture.content), save=False)
    media.save()
    return media


def keep_upload(upload: UploadedFile, by: Any) -> Media:
    from exercises.tasks import prepare_film

    media = Media(kind=Media.Kind.FILM, uploaded_by=by)
    media.upload.save("upload", upload, save=False)
    with transaction.atomic():
        media.save()
        prepare_film.enqueue(str(media.pk))
    media.refresh_from_db()  # where tasks are done at once it is ready by now
    return media


def prepare(media: Media) -> None:
    """Make the film anew from its upload, which is then thrown away."""
    from exercises.media.films import clean_film

    if media.state != Media.State.WAITING:
        return
    try:
        with media.upload.open("rb") as upload:
            _picture, kind = formats_of(upload)
            film = clean_film(upload, str(kind))
    except ValidationError as error:
        media.fail(error.messages[0])
        return
    except FileNotFoundError:
        media.fail(_("The upload was lost; please upload it again."))
        return
    media.file.save(place(media, "mp4"), ContentFile(film.content), save=False)
    media.poster.save(place(media, "webp"), ContentFile(film.poster.content), save=False)
    media.width, media.height, media.seconds = film.width, film.height, film.seconds
    media.state = Media.State.READY
    media.upload.delete(save=False)
    media.save()

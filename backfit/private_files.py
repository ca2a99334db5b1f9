from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """Copies of people's data: beside the media, served by no address, and readable by this system user alone."""

    def __init__(self) -> None:
        location = Path(settings.MEDIA_ROOT) / "exports"
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

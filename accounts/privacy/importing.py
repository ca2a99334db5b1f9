"""Bringing a person back from an export, into an instance that does not have them."""

import json
import zipfile
import zlib
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from accounts.models import Clinic, User
from accounts.privacy.contents import FORMAT, everything_about
from accounts.privacy.registry import Part, registry
from accounts.privacy.shapes import Row, Tables, clinics_in, digest_of, fields_of, has_number, people_in
from backfit.refusals import Conflict, Invalid

LARGEST = 200_000_000
"""Bytes of one part once it is unpacked; five years of a diligent client are a tenth of it."""
# What a file raises that is no ZIP, is none of ours, has a password, or is nested to no end.
FOREIGN = (
    KeyError, TypeError, ValueError, EOFError, RuntimeError, RecursionError, NotImplementedError, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip

Places = dict[Any, dict[int, Any]]


def import_person(file: IO[bytes]) -> tuple[User, str]:
    """Gives the person and the digest of the record, which is the one that the export says.

    All or nothing: raises Invalid for a file that is none of ours, is damaged or was changed, and Conflict for who is
    here already. Others whom the record names are added with their name alone, and cannot sign in.
    """
    data, digest = read(file)
    try:
        with transaction.atomic():
            person = write(data)
            found = everything_about(person).digest
            if found != digest:
                raise Invalid(_("What was written says something else than the file. Nothing was kept."))
            for step in registry.after_import:
                step(person)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError, DatabaseError) as error:
        if isinstance(error, Invalid):
            raise
        raise Invalid(_("The file does not fit together. Nothing was kept.")) from error
    return person, found


def read(file: IO[bytes]) -> tuple[dict[str, Any], str]:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(unpacked(archive, "manifest.json"))
            data = json.loads(unpacked(archive, "data.json"))
        if data["format"] != FORMAT:
            raise Invalid(_("This is a copy of another kind: “%(format)s”.") % {"format": data["format"]})
        digest = manifest["record_sha256"]
        if digest_of(data["record"]) != digest:
            raise Invalid(_("The file was changed after it was made."))
    except Invalid:
        raise
    except FOREIGN as error:
        raise Invalid(_("This is no copy of a person's data, or it is damaged.")) from error
    return data, digest


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """Nothing is ever unpacked to a path, and of what claims to be small no more is read than that."""
    if archive.getinfo(name).file_size > LARGEST:
        raise Invalid(_("This file holds more than a person's data can be."))
    with archive.open(name) as part:
        return part.read(LARGEST)


def write(data: dict[str, Any]) -> User:
    key = UUID(data["person"])
    if User.objects.filter(pk=key).exists():
        raise Conflict(_("This person is here already."))
    parts = [part for part in registry.in_order() if part.returns]
    record: Tables = data["record"]
    meet(data, people_in(parts, record) - {key}, clinics_in(parts, record))
    places: Places = {}
    for part in parts:
        insert(part, record[part.label], places)
    for part in parts:
        point_on(part, record[part.label])
    return User.objects.get(pk=key)


def meet(data: dict[str, Any], people: set[UUID], clinics: set[UUID]) -> None:
    """Whom and what the record names, as far as they are not here."""
    for row in data["clinics"]:
        if UUID(row["id"]) in clinics and not Clinic.objects.filter(pk=row["id"]).exists():
            clinic = Clinic(pk=row["id"], **{name: value for name, value in row.items() if name != "id"})
            clinic.full_clean()
            clinic.save()
    for row in data["people"]:
        if UUID(row["id"]) in people and not User.objects.filter(pk=row["id"]).exists():
            User.objects.create_user(
                f"{UUID(row['id'])}@imported.invalid", pk=row["id"], name=row["name"], is_active=False
            )


def insert(part: Part, rows: list[Row], places: Places) -> None:
    """The rows as they are, past `save`, which would take a moment of its own for the time of a change."""
    made = [part.model(**values_of(part, row, places)) for row in rows]
    if part.model is User:
        for person in made:
            person.set_unusable_password()  # type: ignore[attr-defined]
    part.manager.bulk_create(made, batch_size=500)
    if has_number(part.model):
        places[part.model] = {place: row.pk for place, row in enumerate(made, 1)}
    for each in part.model._meta.many_to_many:
        if each.name not in part.without:
            for saved, row in zip(made, rows, strict=True):
                getattr(saved, each.name).set([key_of(each, value, places) for value in row[each.name]])
    keep_moments(part, rows)


def values_of(part: Part, row: Row, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "id" in row and not has_number(part.model):
        found["pk"] = row["id"]
    for each in fields_of(part):
        if each.is_relation and not each.many_to_many:
            found[each.attname] = None if each.name in part.later else key_of(each, row[each.name], places)
        elif not each.many_to_many:
            found[each.name] = each.to_python(row[each.name])
    return found


def key_of(each: Any, value: Any, places: Places) -> Any:
    return places[each.related_model][value] if value is not None and has_number(each.related_model) else value


def point_on(part: Part, rows: list[Row]) -> None:
    """Foreign keys to rows that came later."""
    if part.later:
        for row in rows:
            part.manager.filter(pk=row["id"]).update(**{f"{name}_id": row[name] for name in part.later})


def keep_moments(part: Part, rows: list[Row]) -> None:
    """When a row was last changed, which Django sets by itself."""
    names = [each.name for each in part.model._meta.concrete_fields if getattr(each, "auto_now", False)]
    if names and not has_number(part.model):
        fields: list[Any] = [part.model._meta.get_field(name) for name in names]
        for row in rows:
            values = {each.name: each.to_python(row[each.name]) for each in fields}
            part.manager.filter(pk=row["id"]).update(**values)

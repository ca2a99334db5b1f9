"""What a file would do to the catalogue, row by row. Nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from exercises.editorial.document import DocumentFault, ExerciseDocument
from exercises.importing.comparing import digest_of, same
from exercises.importing.fates import Fate, Verdict
from exercises.importing.rows import Row
from exercises.importing.shelf import Held, Shelf, shelf_for
from exercises.models import Exercise

CHOICES = {"kind": Exercise.Kind.values, "position": Exercise.Position.values}


def dry_run(rows: list[Row], *, add_words: bool = False) -> list[Fate]:
    """A fate for each row, in their order. `add_words`: what the vocabulary lacks would be added to it."""
    judge = Judge(shelf_for(rows), rows, add_words=add_words)
    return joined([judge.fate(row) for row in rows])


def joined(fates: list[Fate]) -> list[Fate]:
    """With each step up among new or changed rows said at both of its ends, as a file may say it at one alone."""
    slugs = {fate.document.slug for fate in fates if fate.is_actionable and fate.document}
    up, down = defaultdict(list), defaultdict(list)
    for fate in fates:
        if fate.is_actionable and fate.document:
            for high in slugs.intersection(fate.document.harder):
                down[high].append(fate.document.slug)
            for low in slugs.intersection(fate.document.easier):
                up[low].append(fate.document.slug)
    return [with_ends(fate, up, down) for fate in fates] if up or down else fates


def with_ends(fate: Fate, up: dict[str, list[str]], down: dict[str, list[str]]) -> Fate:
    document = fate.document
    if not fate.is_actionable or document is None:
        return fate
    harder, easier = (*document.harder, *up[document.slug]), (*document.easier, *down[document.slug])
    if not (up[document.slug] or down[document.slug]):
        return fate
    return replace(fate, document=document.with_changes(harder=harder, easier=easier))


class Judge:
    """Compares rows with the catalogue, one after another: what is taken by one is there for the next."""

    def __init__(self, shelf: Shelf, rows: Iterable[Row], *, add_words: bool) -> None:
        self.shelf = shelf
        self.add_words = add_words
        self.seen: dict[tuple[str, str], Row] = {}
        self.coming = {row.key for row in rows if not (row.is_foreign or row.faults or row.skip)}

    def fate(self, row: Row) -> Fate:
        if row.faults:
            return Fate(row, Verdict.BROKEN, " ".join(row.faults))
        if row.skip:
            return Fate(row, Verdict.SKIPPED, row.skip)
        first = self.seen.setdefault((row.source, row.key), row)
        if first is not row:
            return Fate(row, Verdict.SKIPPED, _("The same exercise stands at %(place)s.") % {"place": first.place})
        held = self.shelf.held(row)
        try:
            document, notes = self.fitted(row, row.document(None if row.is_foreign or not held else held.present))
        except DocumentFault as fault:
            return Fate(row, Verdict.BROKEN, " ".join(fault.sentences[:5]))
        if held is None:
            return self.new(row, document, notes)
        return self.known(row, held, document, notes)

    def new(self, row: Row, document: ExerciseDocument, notes: list[str]) -> Fate:
        slug = self.shelf.free_slug(document.slug)
        if slug != document.slug:
            taken = _("The address “%(slug)s” is taken; this one becomes “%(own)s”.")
            notes = [*notes, taken % {"slug": document.slug, "own": slug}]
            document = document.with_changes(slug=slug)
        return Fate(row, Verdict.NEW, document=document, notes=tuple(notes))

    def known(self, row: Row, held: Held, document: ExerciseDocument, notes: list[str]) -> Fate:
        document = document.with_changes(slug=held.exercise.slug)
        fate = Fate(row, Verdict.CHANGED, document=document, before=held.present, notes=tuple(notes))
        origin = held.origin if held.origin and (held.origin.source, held.origin.key) == (row.source, row.key) else None
        if same(document, held.present) or (same(document, held.published) and not row.is_foreign):
            return replace(fate, verdict=Verdict.UNCHANGED)
        if row.is_foreign and origin and origin.digest == row.digest and origin.written == digest_of(document):
            return replace(fate, verdict=Verdict.UNCHANGED)
        is_as_imported = origin is not None and origin.written == digest_of(held.present)
        if held.exercise.is_merged:
            return replace(fate, verdict=Verdict.SKIPPED, why=_("It was merged into another exercise."))
        if row.is_foreign and not is_as_imported:
            return replace(fate, verdict=Verdict.SKIPPED, why=_("It has been edited here since; that is kept."))
        if held.draft and not is_as_imported and not same(held.present, held.published):
            return replace(fate, verdict=Verdict.SKIPPED, why=_("Somebody is working on a draft of it; that is kept."))
        return fate

    def fitted(self, row: Row, document: ExerciseDocument) -> tuple[ExerciseDocument, list[str]]:
        """The document with words that we have, and notes on what was left out. Raises DocumentFault for our own."""
        if not row.is_foreign:
            self.check_words(document)
        notes = list(row.notes)
        kept = self.known_words(row, document, notes)
        return (document.with_changes(**kept) if kept else document), notes

    def check_words(self, document: ExerciseDocument) -> None:
        """Our own files must use our own words."""
        shelf = self.shelf
        wanted = [("regions", word, shelf.regions) for word in document.regions]
        wanted += [("cautions", part.tag, shelf.tags) for part in document.cautions if part.tag]
        wanted += [(name, getattr(document, name), set(values)) for name, values in CHOICES.items()]
        wanted += [("evidence.type", document.evidence.type, set(Exercise.Evidence.values))]
        wanted += [("evidence.checked", document.evidence.checked, set(Exercise.Checked.values))]
        if not self.add_words:
            wanted += [("equipment", word, shelf.equipment) for word in document.equipment]
            wanted += [("muscles", word, shelf.muscles) for word in all_muscles(document)]
        unknown = _("The vocabulary has no “%(word)s”.")
        if faults := [(name, unknown % {"word": word}) for name, word, known in wanted if word not in known]:
            raise DocumentFault(faults)

    def known_words(self, row: Row, document: ExerciseDocument, notes: list[str]) -> dict[str, Any]:
        """The fields that have to be changed, since something in them is not ours."""
        shelf = self.shelf
        kept: dict[str, Any] = {}
        links = shelf.slugs | self.coming
        known = {"regions": shelf.regions, "harder": links, "easier": links}
        muscles = document.muscles
        if not self.add_words:
            known["equipment"] = shelf.equipment
            parts = {role: only(getattr(muscles, role), shelf.muscles, notes) for role in ("primary", "secondary")}
            if len(parts["primary"]) + len(parts["secondary"]) < len(all_muscles(document)):
                kept["muscles"] = parts
        for name, ours in known.items():
            words = only(getattr(document, name), ours, notes, row)
            if len(words) < len(getattr(document, name)):
                kept[name] = words
        return kept


def all_muscles(document: ExerciseDocument) -> tuple[str, ...]:
    return (*document.muscles.primary, *document.muscles.secondary)


def only(words: Iterable[str], ours: set[str], notes: list[str], row: Row | None = None) -> list[str]:
    """Those that we have; each of the others becomes a note."""
    labels = row.labels if row else {}
    found = []
    for word in words:
        if word in ours:
            found.append(word)
        else:
            notes.append(_("Left out, since the catalogue has no “%(word)s”.") % {"word": labels.get(word, word)})
    return found

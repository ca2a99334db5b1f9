"""What the parts of an exercise's document are called on the pages of editors."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "slug": _("Address"),
    "name": _("Name"),
    "aliases": _("Other names"),
    "kind": _("Kind"),
    "position": _("Start position"),
    "difficulty": _("Difficulty"),
    "purpose": _("Purpose"),
    "feel": _("What it should feel like"),
    "steps": _("Steps"),
    "faults": _("Faults"),
    "cautions": _("Cautions"),
    "dose": _("Default dose"),
    "seed_dose": _("Dose as its source states it"),
    "regions": _("Body regions"),
    "equipment": _("Equipment"),
    "muscles": _("Muscles"),
    "muscles.primary": _("Muscles mainly worked or stretched"),
    "muscles.secondary": _("Muscles also involved"),
    "easier": _("Easier neighbours"),
    "harder": _("Harder neighbours"),
    "media": _("Photographs and films"),
    "evidence": _("Evidence"),
    "evidence.type": _("Evidence"),
    "evidence.checked": _("Evidence looked up"),
    "evidence.basis": _("What the evidence is"),
    "author": _("Author"),
    "licence": _("Licence"),
}
"""By the document's keys; what stands within a part comes after a dot."""

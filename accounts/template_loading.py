"""Brings the template files into the database: once, and again whenever a file has changed.

As with the catalogue, a row remembers the digest of its file; what an editor has changed stays the editor's.
"""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.content.schema import TEMPLATES, TemplateContent, read_template
from accounts.models import Routine
from accounts.plan_easier import require_easier_fits
from accounts.plan_exercises import without_retired
from accounts.plans import Plan
from exercises.content.files import ContentError, Count, read
from exercises.loading import changed, sentence
from exercises.models import Exercise


@transaction.atomic
def load_templates(folder: Path = TEMPLATES) -> Count:
    """Load the templates of `folder`, after the catalogue.

    Raises ContentError and keeps nothing if a file is broken.
    """
    report = Count()
    for path, digest, row in changed(sorted(folder.glob("*.yaml")), Routine.objects.all(), report):
        content = read(path, read_template)
        try:
            save_template(path.stem, content, digest, row)
        except ValidationError as error:
            raise ContentError(f"{path.name}: {sentence(error)}") from error
        except ValueError as error:
            raise ContentError(f"{path.name}: {error}") from error
        report.created += row is None
        report.updated += row is not None
    return report


def save_template(slug: str, content: TemplateContent, digest: str, row: Routine | None) -> None:
    routine = Routine.objects.get(pk=row.pk) if row else Routine(slug=slug, visibility=Routine.Visibility.TEMPLATE)
    routine.name = content.title
    routine.description = content.goal
    routine.about = content.about().to_json()
    routine.plan = offered(content.plan()).to_json()
    routine.loaded_digest = digest
    routine.full_clean()
    routine.save()


def offered(plan: Plan) -> Plan:
    """Without what this site's editors have retired. Raises ValidationError for what the catalogue never had."""
    known = set(Exercise.objects.shared().filter(slug__in=plan.slugs()).values_list("slug", flat=True))
    if unknown := sorted(plan.slugs() - known):
        raise ValidationError(
            _("There is no exercise “%(slug)s” in the catalogue; load the catalogue first.") % {"slug": unknown[0]}
        )
    require_easier_fits(plan)
    return without_retired(plan, Exercise.objects.published())[0]

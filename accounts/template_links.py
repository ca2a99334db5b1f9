"""Where the catalogue's pages find the program templates."""

from accounts.models import Routine
from exercises.routine_links import RoutineLink


def template_at(slug: str) -> RoutineLink | None:
    template = Routine.objects.templates().filter(slug=slug).only("name", "slug", "visibility").first()
    return RoutineLink(template.name, template.template_url) if template is not None else None

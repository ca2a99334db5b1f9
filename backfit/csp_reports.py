"""What browsers refused of our pages. Of a report only the name of the rule is kept, and how often in a day.

Reports come from anybody and say where somebody was on the site, so nothing else of them is stored or logged.
"""

import datetime
import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from backfit.content_policy import CONTENT_SECURITY_POLICY
from backfit.limits import require_patience
from backfit.models import PolicyReport
from backfit.pages import refuse

KINDS = {"application/csp-report", "application/reports+json", "application/json"}
LONGEST = 16 * 1024
"""Bytes of a report."""
MOST = 20
"""Violations in one report that are counted."""
OTHER = "other"
# What browsers name more closely than the policy does.
KNOWN = {
    *CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src-elem",
    "script-src-attr",
    "style-src-elem",
    "style-src-attr",
}
KEPT = datetime.timedelta(days=30)


@csrf_exempt  # browsers send these by themselves
@login_not_required
@require_POST
def csp_reports(request: HttpRequest) -> HttpResponse:
    require_patience(request, "csp-report")
    if request.content_type not in KINDS:
        raise BadRequest(_("The request could not be read."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return refuse(request, 413, _("That is too large to be sent."))
    for directive in directives_in(request.body):
        count(directive)
    return HttpResponse(status=204)


def directives_in(body: bytes) -> list[str]:
    """Names of the rules, in either of the two forms that browsers use. Raises BadRequest."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(_("The request could not be read.")) from error
    reports = told if isinstance(told, list) else [told]
    return [directive_of(report) for report in reports[:MOST]]


def directive_of(report: Any) -> str:
    about = report.get("csp-report") or report.get("body") if isinstance(report, dict) else None
    if not isinstance(about, dict):
        raise BadRequest(_("The request could not be read."))
    named = about.get("effective-directive") or about.get("effectiveDirective") or about.get("violated-directive")
    name = named.partition(" ")[0] if isinstance(named, str) else ""
    return name if name in KNOWN else OTHER


def count(directive: str) -> None:
    row, _created = PolicyReport.objects.get_or_create(
        day=timezone.localdate(timezone=datetime.UTC), directive=directive
    )
    PolicyReport.objects.filter(pk=row.pk).update(number=F("number") + 1)


def forget_old() -> int:
    """Gives the number of counts that were removed."""
    return PolicyReport.objects.filter(day__lt=timezone.now().date() - KEPT).delete()[0]

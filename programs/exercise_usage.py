"""What editors may know of an exercise's use in programs: numbers, never who."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from exercises.editorial.usage import WINDOWS, Skips, Usage
from exercises.models import Exercise
from programs.models import Program, Result, VersionExercise

CODES = {"unclear": Result.Because.UNCLEAR, "hard": Result.Because.TOO_HARD, "pain": Result.Because.PAIN}
# Clients who choose no reason write it in their own words. The stems are English, the site's language; in
# a language that has none, nothing is counted. Both databases know this much of regular expressions.
STEMS = {
    "unclear": "unclear|not clear|confus|understand|how to|don.?t get|not sure what|not sure how",
    "hard": "hard|difficult|heavy|strenuous|exhaust|too much|tough",
    "pain": "pain|hurt|ache|aching|sore|sting|stab",
}
DENIED = r"(^|[^a-z])(no|not|without|didn.?t|doesn.?t)( any| too)? (pain|hurt|ache|aching|sore|hard|difficult|heavy)"


def live_programs(exercises: Sequence[int]) -> Mapping[int, Usage]:
    """The programs that clients follow now, paused ones too, and how many clinics they come from."""
    running = Program.objects.running(timezone.localdate())
    rows = VersionExercise.objects.filter(exercise__in=exercises, version__in=running.values("current"))
    counted = rows.values("exercise").annotate(
        programs=Count("version"), clinics=Count("version__program__episode__clinic", distinct=True)
    )
    return {row["exercise"]: Usage(programs=row["programs"], clinics=row["clinics"]) for row in counted}


def skips(exercises: Sequence[int]) -> Mapping[int, Usage]:
    """Clients, each counted once for a reason, who left it out for being unclear, too hard or painful."""
    ids = dict(Exercise.objects.filter(pk__in=exercises).values_list("slug", "pk"))
    today = timezone.localdate()
    rows = Result.objects.skipped_since(today - datetime.timedelta(days=max(WINDOWS))).filter(exercise__in=ids)
    counted = rows.values("exercise").annotate(
        **{
            f"{reason}_{days}": clients(CODES[reason], stems, today - datetime.timedelta(days=days))
            for reason, stems in STEMS.items()
            for days in WINDOWS
        }
    )
    return {ids[row["exercise"]]: usage(row) for row in counted}


def clients(code: str, stems: str, since: datetime.date) -> Count:
    """A reason that was chosen counts as it stands; otherwise the words do."""
    worded = Q(skip_because="") & Q(skip_reason__iregex=f"(^|[^a-z])({stems})") & ~Q(skip_reason__iregex=DENIED)
    said = Q(skip_because=code) | worded
    return Count("session__client", distinct=True, filter=said & Q(session__day__gt=since))


def usage(row: Mapping[str, Any]) -> Usage:
    recent, year = (Skips(**{reason: row[f"{reason}_{days}"] for reason in STEMS}) for days in WINDOWS)
    return Usage(recent=recent, year=year)

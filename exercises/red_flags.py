"""The red-flag screen as the product uses it: read once from the content, asked for by tier and key.

The signs come from Finucane and others (2020) and the further sources in the clinical notes; a single one is weak
evidence, so the words stay careful and the tiers lean to the safe side.
"""

from collections.abc import Collection
from functools import cache

from exercises.content.safety_schema import Finding, Safety, Tier, read_safety


@cache
def safety() -> Safety:
    return read_safety()


def tier(key: str) -> Tier:
    return next(one for one in safety().tiers if one.key == key)


@cache
def flag_keys() -> frozenset[str]:
    return frozenset(finding.key for finding in safety().findings())


def found(flags: Collection[str], tier_key: str) -> tuple[Finding, ...]:
    """Those signs of the tier that are among `flags`, in the order in which they are asked."""
    return tuple(finding for finding in tier(tier_key).findings if finding.key in flags)

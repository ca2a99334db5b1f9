"""Nothing about a person may be forgotten: every table says how it is exported, or why it is not."""

from django.apps import apps

from accounts.privacy.registry import registry
from accounts.privacy.shapes import has_number


def test_every_model_says_what_becomes_of_a_person_in_it() -> None:
    known = set(registry.parts) | set(registry.left_out)
    assert [model._meta.label for model in apps.get_models() if model not in known and not model._meta.proxy] == []


def test_no_model_is_both_exported_and_left_out() -> None:
    assert set(registry.parts) & set(registry.left_out) == set()


def test_every_model_that_is_left_out_has_its_reason() -> None:
    assert all(reason.endswith(".") for reason in registry.left_out.values())


def test_a_row_comes_after_those_that_it_refers_to() -> None:
    """Or an import could not write it, and an erasure could not delete it."""
    seen: set[object] = set()
    for part in registry.in_order():
        seen.add(part.model)
        for each in part.model._meta.concrete_fields:
            other = each.related_model
            if other in registry.parts and each.name not in part.later:
                assert other in seen, f"{part.label}.{each.name}"


# Digests of what can be read beside them, and of nothing secret.
HARMLESS = {"programs.session", "programs.version", "accounts.routine", "accounts.personexport"}


def test_no_secret_leaves_the_site() -> None:
    secret = ("digest", "password", "auth", "p256dh", "endpoint", "stop_key", "data", "seal", "file")
    for part in registry.parts.values():
        names = {each.name for each in part.model._meta.concrete_fields} - part.without
        left = {name for name in names if name in secret or name.endswith("_digest")}
        assert not left or part.label in HARMLESS, (part.label, left)


def test_numbers_of_this_database_do_not_leave_it() -> None:
    """A foreign key to a numbered row can be said only if that row is in the export."""
    for part in registry.in_order():
        for each in part.model._meta.get_fields():
            other = each.related_model
            if getattr(each, "concrete", False) and other is not None and each.name not in part.without:
                assert not has_number(other) or other in registry.parts, f"{part.label}.{each.name}"

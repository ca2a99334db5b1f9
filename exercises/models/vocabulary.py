from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A term of the catalogue: the slug goes into addresses, the name onto the page."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        abstract = True
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add_missing(cls, words: Iterable[Self]) -> None:
        """Add those whose slug is new; a name that is there already belongs to the editors."""
        known = set(cls._default_manager.values_list("slug", flat=True))
        cls._default_manager.bulk_create([word for word in words if word.slug not in known])


class Region(Word):
    class Meta(Word.Meta):
        verbose_name = _("body region")
        verbose_name_plural = _("body regions")


class Equipment(Word):
    class Meta(Word.Meta):
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")


class PrecautionTag(Word):
    """A state of the client in which an exercise needs care, such as osteoporosis."""

    explanation = models.TextField(_("explanation"), blank=True)

    class Meta(Word.Meta):
        verbose_name = _("precaution tag")
        verbose_name_plural = _("precaution tags")


class Muscle(Word):
    """The name is the anatomical one; `plain` is what a client would call it."""

    plain = models.CharField(_("plain word"), max_length=80)

    class Meta(Word.Meta):
        verbose_name = _("muscle")
        verbose_name_plural = _("muscles")

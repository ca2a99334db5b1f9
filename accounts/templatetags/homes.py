from django import template

from accounts.client_fit import ClientFit
from accounts.home_words import HomeInWords, home_in_words
from accounts.models import Episode
from accounts.plans import Plan

register = template.Library()


@register.simple_tag
def home_of(episode: Episode) -> HomeInWords:
    return home_in_words(episode)


@register.filter
def misfits(plan: Plan, fitting: ClientFit) -> int:
    return fitting.misfits(plan.slugs())

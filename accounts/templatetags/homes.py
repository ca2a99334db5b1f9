from django import template

from accounts.home_words import HomeInWords, home_in_words
from accounts.models import Episode

register = template.Library()


@register.simple_tag
def home_of(episode: Episode) -> HomeInWords:
    return home_in_words(episode)

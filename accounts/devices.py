"""What a browser says of itself, in the words by which people know their devices."""

import re

# In this order: an iPad says that it is a Mac as well, and every Android phone that it is Linux.
SYSTEMS = [
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS", "Mac"),
    (r"Linux|X11", "Linux"),
]
# Nearly all say that they are Chrome and Safari as well.
BROWSERS = [
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|OPT/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
]


def system_of(agent: str) -> str:
    return first(SYSTEMS, agent)


def browser_of(agent: str) -> str:
    return first(BROWSERS, agent)


def first(known: list[tuple[str, str]], agent: str) -> str:
    return next((name for signs, name in known if re.search(signs, agent)), "")

"""Colours: who is shown, that everybody is seen on light, dark and paper, and how variants are made."""

import re
from collections import Counter

import pytest

from exercises.figures.bodies import BODY_NAMES
from exercises.figures.catalogue import slugs
from exercises.figures.looks import OUTFITS, SKINS, Look, body_of, look_of
from exercises.figures.themes import DARK_PAPER, LIGHT_PAPER, THEMES, contrast, style_sheets

FIGURE = [f"{material}{tone}" for material in ("skin", "hair", "top", "shorts") for tone in ("0", "2")]
ALL_LOOKS = [Look(skin, "#2f2624", outfit.top, outfit.shorts) for skin in SKINS for outfit in OUTFITS]


def colours(css: str) -> dict[str, str]:
    """class -> fill, of a style sheet without media queries."""
    found: dict[str, str] = {}
    for names, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        fill = re.search(r"fill:(#[0-9a-f]{6})", declarations)
        if fill:
            found |= {name.removeprefix("."): fill[1] for name in names.split(",")}
    return found


@pytest.mark.parametrize("look", ALL_LOOKS, ids=lambda look: look.skin + look.top)
@pytest.mark.parametrize(("theme", "paper"), [("light", LIGHT_PAPER), ("dark", DARK_PAPER)])
def test_every_part_of_everybody_is_seen_on_the_page(look: Look, theme: str, paper: str) -> None:
    fills = colours(style_sheets(look, FIGURE)[theme])
    near = {name: fill for name, fill in fills.items() if name.endswith("0")}
    assert min(contrast(fill, paper) for fill in near.values()) > 1.6, near
    assert min(contrast(fill, paper) for fill in fills.values()) > 1.25, fills


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signs_have_the_contrast_of_wcag(theme: str) -> None:
    css = style_sheets(ALL_LOOKS[0], ["arrow", "head", "cue", "good", "bad"])[theme]
    paper = LIGHT_PAPER if theme == "light" else DARK_PAPER
    for colour in re.findall(r"(?:fill|stroke):(#[0-9a-f]{6})", css):
        assert contrast(colour, paper) >= 3


def test_print_is_line_art_without_glow() -> None:
    css = style_sheets(ALL_LOOKS[-1], [*FIGURE, "sil", "glowa", "glowb"])["print"]
    assert ".glowa,.glowb{display:none}" in css
    assert colours(css)["skin0"] == "#ffffff"
    for colour in colours(css).values():
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) <= 14


def test_auto_follows_screen_and_paper() -> None:
    styles = style_sheets(ALL_LOOKS[0], FIGURE)
    assert tuple(styles) == THEMES
    assert styles["auto"].startswith(styles["light"])
    assert "@media(prefers-color-scheme:dark){" in styles["auto"]
    assert "@media print{" in styles["auto"]
    assert styles["auto"].count("{") == styles["auto"].count("}")


def test_the_catalogue_shows_everybody() -> None:
    names = slugs()
    people = [(body_of(slug), look_of(slug, body_of(slug))) for slug in names]
    bodies = Counter(body for body, _look in people)
    assert set(bodies) == set(BODY_NAMES)
    women = sum(count for body, count in bodies.items() if "woman" in body)
    assert 0.35 < women / len(names) < 0.65
    assert bodies["woman"] + bodies["man"] <= 0.65 * len(names)
    skins, tops = Counter(look.skin for _body, look in people), Counter(look.top for _body, look in people)
    assert len(skins) == len(SKINS)
    assert len(tops) == len(OUTFITS)
    assert max(*skins.values(), *tops.values()) <= 0.3 * len(names)


def test_an_exercise_always_shows_the_same_person() -> None:
    assert body_of("knee-to-chest") == body_of("knee-to-chest")
    assert look_of("bird-dog", "woman").skin == look_of("bird-dog", "older-man").skin
    assert look_of("bird-dog", "woman").hair != look_of("bird-dog", "older-man").hair

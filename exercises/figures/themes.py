"""Colours of a picture: every path has a class that says what it is, and a theme is a style sheet for those classes.

A picture is drawn once; another theme is another style sheet in its place. "auto" follows the reader's screen and
changes to line art on paper.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from exercises.figures.looks import Look

THEMES = ("light", "dark", "print", "auto")
WHITE, BLACK = "#ffffff", "#000000"
# The site's surfaces (--surface in backfit.css), on which the pictures lie.
LIGHT_PAPER, DARK_PAPER = "#ffffff", "#182221"
INK = "#222222"
PALE = "#fdf1e7"  # what far limbs fade towards on white; plain white would turn dark skin grey
FAR, FAR_ON_DARK = 0.38, 0.27  # how much of the paper is mixed into a limb on the far side
# Below this luminance a colour would be lost on the dark paper; it is lightened towards the second colour.
ON_DARK = {"skin": (0.12, "#c98f66"), "hair": (0.1, "#8d7567")}
OTHERS_ON_DARK, HELD_ON_DARK = (0.11, "#aebfca"), (0.2, "#f0e4ee")


class Shades(NamedTuple):
    """One colour as near, in shade, and far from the viewer."""

    near: str
    shade: str
    far: str


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """`share` (0..1) of the second colour in the first, both #rrggbb."""
    mixed = (round(a + share * (b - a)) for a, b in zip(_parts(first), _parts(second), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def luminance(color: str) -> float:
    """Relative luminance 0..1 as WCAG 2.2 defines it."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (p / 255 for p in _parts(color))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio 1..21 as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(name: str, color: str) -> Shades:
    return Shades(color, mix(color, "#2a1408", 0.16), mix(color, PALE, FAR))


def _dark(name: str, color: str) -> Shades:
    least, towards = HELD_ON_DARK if name in HELD else ON_DARK.get(name, OTHERS_ON_DARK)
    near = color
    while luminance(near) < least:
        near = mix(near, towards, 0.08)
    return Shades(near, mix(near, BLACK, 0.2), mix(near, DARK_PAPER, FAR_ON_DARK))


# Three tones for what stands around: towards the light, towards the viewer, away.
LIGHT_PROPS = {
    "pad": ("#dfe6e9", "#cbd5d9", "#b3c0c6"),
    "frame": ("#c4cfd4", "#aebbc1", "#97a6ad"),
    "mat": ("#cfe0e2", "#aac5c9", "#aac5c9"),
    "wall": ("#e6ebec", "#eaeeee", "#d9e0e2"),
    "board": ("#cdd6da", "#d2dadd", "#c0cacf"),
    "dark": ("#75848d", "#5b6a73", "#495760"),
    "linen": ("#f1e9d8", "#e2d6bd", "#cfc0a1"),
    "foam": ("#a9c0db", "#88a5c7", "#6d8cb1"),
}
DARK_PROPS = {
    "pad": ("#4d5d63", "#3f4e54", "#334046"),
    "frame": ("#566870", "#475860", "#3a4950"),
    "mat": ("#2b4346", "#1f3336", "#1f3336"),
    "wall": ("#2a3838", "#263333", "#212d2d"),
    "board": ("#3b4b4c", "#364546", "#303e3f"),
    "dark": ("#8b9aa3", "#74838c", "#616f78"),
    "linen": ("#8f8775", "#7a7362", "#665f50"),
    "foam": ("#6f8bab", "#5a7594", "#4a627e"),
}
PRINT_PROPS = {
    "mat": ("#f1f1f1", "#dddddd", "#dddddd"),
    "wall": ("#f7f7f7", "#f7f7f7", "#ededed"),
    "dark": ("#9a9a9a", "#8a8a8a", "#7a7a7a"),
    "foam": ("#e6e6e6", "#d2d2d2", "#bdbdbd"),
}
PRINT_PROP = ("#ffffff", "#f4f4f4", "#e2e2e2")

# What the figure holds, the same in light and dark but for the darkest.
HELD = {
    "band": "#a2489c",
    "grip": "#4d565c",
    "strap": "#a2489c",
    "handle": "#9aa6ad",
    "weight": "#566069",
    "stick": "#b98a54",
    "device": "#39434b",
    "carton": "#c79a63",
}
# Lines and signs: what they are drawn with in light, dark and print.
SIGNS = {
    "line": ("#c3ced2", "#3c4b4c", "#999999"),
    "arrow": ("#d9532a", "#ff8a5c", "#111111"),
    "case": (LIGHT_PAPER, DARK_PAPER, WHITE),
    "cue": ("#2b6f9e", "#8cc4ee", "#111111"),
}
FILLS = {
    "head": ("#d9532a", "#ff8a5c", "#111111"),
    "good": ("#2a8a50", "#4fb878", "#444444"),
    "bad": ("#c8402f", "#ef7163", "#444444"),
    "panel": ("#f3f6f6", "#1f2b2b", "#ffffff"),
}
# What no theme changes.
FIXED = (
    ".sil{stroke-width:5;stroke-linejoin:round}"
    ".scene{stroke-width:3;stroke-linejoin:round}"
    ".line,.arrow,.case,.cue,.tick{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".line{stroke-width:5}.arrow{stroke-width:9}.case{stroke-width:17}.cue{stroke-width:7}.tick{stroke:#fff;stroke-width:11}"
    ".rim{stroke-width:5}"
    ".glowa{opacity:.5}.glowb{opacity:.75}"
)

Rules = dict[str, str]


def _fill(color: str) -> str:
    return f"fill:{color}"


def _figure_rules(look: Look, shaded: Callable[[str, str], Shades]) -> Rules:
    rules: Rules = {}
    for name, color in look._asdict().items():
        near, shade, far = shaded(name, color)
        rules |= {f"{name}0": _fill(near), f"{name}0s": _fill(shade), f"{name}2": _fill(far)}
        rules[f"{name}2s"] = _fill(mix(shade, far, 0.6))
    for name, color in HELD.items():
        near, shade, _far = shaded(name, color)
        rules |= {name: _fill(near), f"{name}s": _fill(shade)}
    skin = shaded("skin", look.skin)
    rules["ear"] = _fill(skin.shade)
    rules["eye"] = _fill(mix("#33261f", look.skin, 0.1))
    rules["mouth"] = _fill(mix(look.skin, "#8e2f2a", 0.5))
    return rules


def _prop_rules(props: Mapping[str, tuple[str, str, str]]) -> Rules:
    return {
        f"{name}{tone}": f"{_fill(color)};stroke:{color}"
        for name, tones in props.items()
        for tone, color in enumerate(tones, start=1)
    }


def _sign_rules(column: int) -> Rules:
    rules = {name: f"stroke:{colors[column]}" for name, colors in SIGNS.items()}
    return rules | {name: _fill(colors[column]) for name, colors in FILLS.items()}


def _light_rules(look: Look) -> Rules:
    rules = _figure_rules(look, _light) | _prop_rules(LIGHT_PROPS) | _sign_rules(0)
    rules |= {"sil": f"fill:{WHITE};stroke:{WHITE}", "ghost": "fill:#d3dde0", "rim": f"stroke:{WHITE}"}
    return rules | {"glowa": "fill:#ff5a36", "glowb": "fill:#ff5a36"}


def _dark_rules(look: Look) -> Rules:
    rules = _figure_rules(look, _dark) | _prop_rules(DARK_PROPS) | _sign_rules(1)
    rules |= {"sil": f"fill:{DARK_PAPER};stroke:{DARK_PAPER}", "ghost": "fill:#33434a", "rim": f"stroke:{DARK_PAPER}"}
    return rules | {"glowa": "fill:#ff7a52", "glowb": "fill:#ff7a52"}


def _print_rules() -> Rules:
    """Line art: white skin, grey clothes, dark outlines, no glow."""
    rules: Rules = {}
    for name, near, shade in (
        ("skin", WHITE, "#ececec"),
        ("hair", "#6b6b6b", "#565656"),
        ("top", "#d7dadd", "#c3c7cb"),
        ("shorts", "#a3a9af", "#90969d"),
    ):
        rules |= {f"{name}0": _fill(near), f"{name}0s": _fill(shade)}
        rules |= {f"{name}2": _fill(mix(near, WHITE, 0.45)), f"{name}2s": _fill(mix(shade, WHITE, 0.45))}
    for name, color in HELD.items():
        grey = mix(BLACK, WHITE, 0.35 + 0.6 * luminance(color) ** 0.5)
        rules |= {name: _fill(grey), f"{name}s": _fill(mix(grey, BLACK, 0.15))}
    for name in LIGHT_PROPS:
        tones = PRINT_PROPS.get(name, PRINT_PROP)
        rules |= {f"{name}{number}": f"{_fill(tone)};stroke:#8a8a8a" for number, tone in enumerate(tones, start=1)}
    rules |= {"ear": _fill("#e4e4e4"), "eye": _fill(INK), "mouth": _fill(INK), "glowa": "display:none"}
    rules |= {
        "glowb": "display:none",
        "inset": "display:none",
        "sil": f"fill:{INK};stroke:{INK}",
        "rim": f"stroke:{INK}",
    }
    rules["ghost"] = "fill:none;stroke:#777777;stroke-width:3;stroke-dasharray:9 9"
    return rules | _sign_rules(2)


def _sheet(rules: Rules, used: Iterable[str]) -> str:
    """One rule for all classes that are declared alike, in the order of the classes."""
    alike: dict[str, list[str]] = {}
    for name in sorted(set(used) & set(rules)):
        alike.setdefault(rules[name], []).append(f".{name}")
    return "".join(f"{','.join(names)}{{{declarations}}}" for declarations, names in alike.items())


def style_sheets(look: Look, used: Iterable[str]) -> dict[str, str]:
    """The CSS text of every theme for the classes that a picture uses."""
    used = sorted(set(used))
    light, dark, paper = (_sheet(rules, used) for rules in (_light_rules(look), _dark_rules(look), _print_rules()))
    auto = f"{light}@media(prefers-color-scheme:dark){{{dark}}}@media print{{{paper}}}"
    return {"light": FIXED + light, "dark": FIXED + dark, "print": FIXED + paper, "auto": FIXED + auto}

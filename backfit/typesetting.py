"""Makes PDF files with typst. What people wrote goes in as data, so that it is printed and never understood as code.

A compiler serves one thread at a time, so each thread keeps its own; the fonts are read once for all of them.
"""

import json
import logging
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro  # type: ignore[import-untyped]
import typst

logger = logging.getLogger(__name__)

UNIVERSAL = "ua-1"
"""ISO 14289-1, for readers who hear the page: tags, title, language, a text for every picture and every letter."""
_kept = threading.local()


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of the template, which finds the data as JSON in `sys.inputs.data`.

    It claims PDF/UA-1 where that is true. Where the machine has no font for a letter it is the same tagged file
    without the claim: a sheet with an empty box in a name is better than none.
    """
    compiler = compiler_for(template)
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return made(compiler, template, inputs, [UNIVERSAL])
    except typst.TypstError as error:
        # Its message quotes the text at fault, which may be somebody's name.
        logger.info("%s does not keep to PDF/UA-1: %s", template.name, type(error).__name__)
    return made(compiler, template, inputs, [])


def made(compiler: typst.Compiler, template: Path, inputs: dict[str, str], standards: list[Any]) -> bytes:
    result = compiler.compile(str(template), format="pdf", sys_inputs=inputs, pdf_standards=standards)
    assert isinstance(result, bytes)
    return result


def compiler_for(template: Path) -> typst.Compiler:
    """This thread's own, which knows the files beside the template and no others."""
    known: dict[Path, typst.Compiler] = _kept.__dict__.setdefault("compilers", {})
    if template not in known:
        known[template] = typst.Compiler(str(template), root=str(template.parent), font_paths=fonts())
    return known[template]


@cache
def fonts() -> typst.Fonts:
    """The one that the pages are set in, and for other scripts whatever the machine has."""
    own = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(own)])

"""Pictures of exercises drawn from a few lines of data.

The line that data takes, one module for each arrow:

    document ──> assembly ──> solver ──> motion ──> bodies ──> raster ──> outlines ──> stills, animation
    what an      wishes and   joint      poses in   skinned    what is    Bezier       SVG text
    editor       demands      values     between    mesh       in front   paths
    wrote

Lengths are centimetres and angles degrees. The axes of the world: +x to where a standing person looks, +y up, +z to
that person's right. Nothing here knows of requests or of the database.
"""

import os

# The matrices here are tiny: a second thread for them costs twice the time. Read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""Pictures of exercises drawn from a few lines of data.

The line that data takes, one module for each arrow:

    document ──> assembly ──> solver ──> motion ──> bodies ──> raster ──> outlines ──> stills, animation
    what an      wishes and   joint      poses in   skinned    what is    Bezier       SVG text
    editor       demands      values     between    mesh       in front   paths
    wrote

Lengths are centimetres and angles degrees. The axes of the world: +x to where a standing person looks, +y up, +z to
that person's right. Nothing here knows of requests or of the database.
"""

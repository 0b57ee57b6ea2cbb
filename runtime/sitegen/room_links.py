"""Links that open a lab at one scene, with the same moves for everybody in a room.

The part after ``#`` is what the page's own Share button writes, and runtime/browser/share-link.js reads:
``share=1.`` and the deflated JSON in base64url. Opened, nothing runs before the reader presses Run.
"""

import base64
import json
import zlib

from labkit.grader.exercise import Lab

__all__ = ["scene_fragment"]

FORMAT = "1"
RAW_DEFLATE = -15
"""How zlib is told to write no header, as ``deflate-raw`` in a browser."""


def scene_fragment(lab: Lab, scene_id: str, moves: str = "") -> str:
    """What stands after ``#`` in a link to a scene.

    Raises: LookupError, if the lab has no such scene.
    """
    scene = lab.scene(scene_id)
    if scene is None:
        raise LookupError(f"{lab.id} has no scene {scene_id!r}")
    shared: dict[str, object] = {
        "id": lab.id,
        "version": lab.version,
        "code": scene.source,
        "scene": scene.id,
    }
    if moves:
        shared |= {"moves": moves, "isolation": "serializable"}
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
    packed = packer.compress(json.dumps(shared, ensure_ascii=False).encode()) + packer.flush()
    return f"share={FORMAT}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"

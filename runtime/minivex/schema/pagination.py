"""Validators of what ``.paginate`` takes and gives.

Source: docs "Paginated Queries"; npm-packages/convex/src/server/pagination.ts.
"""

from __future__ import annotations

from typing import Final

from minivex.schema.validators import ObjectValidator, Validator, v

__all__ = ["pagination_opts_validator", "pagination_result_validator"]

pagination_opts_validator: Final = v.object(
    {
        "numItems": v.number(),
        "cursor": v.nullable(v.string()),
        "endCursor": v.optional(v.nullable(v.string())),
        "id": v.optional(v.number()),
        "maximumRowsRead": v.optional(v.number()),
        "maximumBytesRead": v.optional(v.number()),
    }
)
"""The ``paginationOpts`` argument that Convex's clients send."""


def pagination_result_validator(item: Validator) -> ObjectValidator:
    """The result of a paginated query whose page holds ``item``."""
    status = v.union(v.literal("SplitRecommended"), v.literal("SplitRequired"), v.null())
    return v.object(
        {
            "page": v.array(item),
            "continueCursor": v.string(),
            "isDone": v.boolean(),
            "splitCursor": v.optional(v.nullable(v.string())),
            "pageStatus": v.optional(status),
        }
    )

"""The learner's schema as the grader uses it: built anew from what it says, once, as JSON.

```
 schema of the file ── Schema.to_json ──▶ text ──▶ define_schema(…)     a schema that the file does not hold
```

The schema is the one thing that is read from an answer instead of run. The file keeps its own object and could
change it while its functions run; a class of its own could tell each reader something else.
"""

import json
from typing import Any

from minivex.schema.tables import Schema, TableDefinition, define_schema
from minivex.schema.validator_json import validator_from_json

__all__ = ["vouched"]


def vouched(schema: object) -> Schema | None:
    """A schema with the same tables, validators and indexes; None if ``schema`` is none.

    Cost: O(n) for n validators and indexes.
    """
    if type(schema) is not Schema:
        return None
    told: dict[str, Any] = json.loads(json.dumps(Schema.to_json(schema)))
    return define_schema(
        {table["tableName"]: _table(table) for table in told["tables"]},
        schema_validation=bool(told["schemaValidation"]),
    )


def _table(told: dict[str, Any]) -> TableDefinition:
    table = TableDefinition(validator_from_json(told["documentType"]))
    for key, staged in (("indexes", False), ("stagedDbIndexes", True)):
        for index in told[key]:
            table.index(index["indexDescriptor"], index["fields"], staged=staged)
    for key, staged in (("searchIndexes", False), ("stagedSearchIndexes", True)):
        for index in told[key]:
            table.search_index(
                index["indexDescriptor"],
                search_field=index["searchField"],
                filter_fields=index["filterFields"],
                staged=staged,
            )
    for key, staged in (("vectorIndexes", False), ("stagedVectorIndexes", True)):
        for index in told[key]:
            table.vector_index(
                index["indexDescriptor"],
                vector_field=index["vectorField"],
                dimensions=index["dimensions"],
                filter_fields=index["filterFields"],
                staged=staged,
            )
    return table

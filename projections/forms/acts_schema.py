"""The JSON Schema of all acts, for whoever writes them as data: made of the classes that declare them.

It is shipped as `acts.schema.json` in the package `lifecycle`; `make docs` writes it anew. A line of JSON for the
command `record` has the fields of its act and, besides, its `agreement`.
"""

from __future__ import annotations

import json
from typing import Any

from lifecycle import codec
from lifecycle.acts.kinds import KINDS, AnyAct
from projections.forms import terms_schema

FILE = terms_schema.FILE.with_name("acts.schema.json")


def acts_schema() -> dict[str, Any]:
    """Give the schema: one description for each kind of act, and below them those of what they hold."""
    described = codec.schema(AnyAct)
    for kind in KINDS:
        described["$defs"][kind.act.__name__]["title"] = str(kind.act.NAME)
    described["$defs"] |= terms_schema.terms_schema()["$defs"]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:depositary:acts:1",
        "title": "An act on an agreement",
    }
    return head | described


def acts_schema_text() -> str:
    """Give the schema as the file holds it."""
    return json.dumps(acts_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(acts_schema_text(), encoding="utf-8")

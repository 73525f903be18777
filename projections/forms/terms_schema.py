"""The JSON Schema of a terms file, for editors: generated from the values themselves, never written by hand.

It is shipped as `terms.schema.json` in the package `lifecycle`; `make docs` writes it anew. A terms file is YAML whose
scalars may stand without quotes, so numbers and truth values pass where the reader takes text.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from lifecycle import codec
from lifecycle.calendar.conventions import CONVENTIONS, PROFILES
from lifecycle.calendar.date_rules import DateRule
from lifecycle.terms import changes, cooperation, declarations, duties, ending, entry, fields, text
from lifecycle.terms.conditions.condition import Condition

FILE = Path(codec.__file__).with_name("terms.schema.json")

STRUCTS: Mapping[str, type[Struct]] = {
    name: kind
    for module in (text, fields, entry, declarations, changes, ending, duties, cooperation)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Struct) and kind.__module__ == module.__name__
}
"""The values that terms are made of, by name."""


def terms_schema() -> dict[str, Any]:
    """Give the schema, each field with the words that its declaration says of it."""
    shared = {kind.__name__: kind.json_schema() for kind in (Condition, DateRule)}
    schema = _refer(codec.schema(text.Terms), shared)
    for name, described in schema["$defs"].items():
        said = documented(STRUCTS[name])
        for field, known in described["properties"].items():
            described["properties"][field] = _loose(known) | ({"description": said[field]} if field in said else {})
    own = schema["$defs"]["Terms"]["properties"]
    own["profile"] = {"anyOf": [{"enum": list(PROFILES)}, {"type": "null"}], "default": None}
    own["conventions"] = {
        "type": "object",
        "properties": {
            name: {"enum": list(known.admissible), "description": str(known.says)}
            for name, known in CONVENTIONS.items()
        },
        "additionalProperties": False,
        "default": {},
    }
    schema["$defs"] |= {name: _refer(described, shared, but=name) for name, described in shared.items()}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:depositary:terms:1",
        "title": "Terms of an agreement",
    }
    whole: dict[str, Any] = head | schema
    return whole


def terms_schema_text() -> str:
    """Give the schema as the file holds it."""
    return json.dumps(terms_schema(), indent=2, ensure_ascii=False) + "\n"


def documented(kind: type[Struct]) -> Mapping[str, str]:
    """Give what is written under each field of a value, by the name that a file gives the field."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    said: dict[str, str] = {}
    for line, after in zip(body.body, body.body[1:], strict=False):
        if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            said[names[line.target.id]] = " ".join(str(after.value.value).split())
    return said


def _refer(known: Any, shared: Mapping[str, Any], but: str = "") -> Any:
    """Put a reference in the place of each description that is told once for all."""
    if isinstance(known, list):
        return [_refer(item, shared) for item in known]
    if not isinstance(known, dict):
        return known
    for name, described in shared.items():
        if name != but and known == described:
            return {"$ref": f"#/$defs/{name}"}
    return {key: _refer(value, shared) for key, value in known.items()}


_UNQUOTED = ("number", "boolean")


def _loose(known: Any) -> Any:
    """Let stand unquoted what the reader takes as text: articles, shares, facts that look like numbers."""
    if isinstance(known, list):
        return [_loose(item) for item in known]
    if not isinstance(known, dict):
        return known
    loose = {key: _loose(value) for key, value in known.items()}
    if known.get("type") == "string" and not {"enum", "pattern"} & set(known):
        loose["type"] = ["string", *_UNQUOTED]
    return loose


def publish(file: Path = FILE) -> None:
    """Write the schema to the file that is shipped."""
    file.write_text(terms_schema_text(), encoding="utf-8")


if __name__ == "__main__":
    publish()

"""The description of the interface for programs (OpenAPI 3.1), of the table of questions and the schemas."""

from __future__ import annotations

from functools import cache
from typing import Any

from projections.answers.catalogue import schema
from web.marks import program
from web.negotiating import EVERYWHERE, TYPES
from web.parameters import LONGEST, Parameter
from web.problems import TYPE
from web.question import Question
from web.questions import QUESTIONS

PROBLEM = {
    "type": "object",
    "description": "What stopped a request (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "situation": {"type": "integer", "description": "The exit code of the command line in the same situation."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"parameter": {"type": "string"}, "says": {"type": "string"}},
                "required": ["parameter", "says"],
            },
        },
        "did_you_mean": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["type", "title", "status", "detail", "instance"],
}

SEQ: dict[str, Any] = {
    "name": "seq",
    "in": "path",
    "required": True,
    "description": "The number of a recording.",
    "schema": {"type": "integer", "minimum": 1},
}

RECORDINGS = {
    "/recordings/{seq}": ("recording", "history", "A recording, as the history of its agreement has it."),
    "/recordings/{seq}/proof": ("proof", "proof", "What the proof of a recording proves, under the newest checkpoint."),
}


@cache
def described() -> dict[str, Any]:
    """Give the document."""
    answers = sorted({question.answer for question in QUESTIONS} | {answer for _, answer, _ in RECORDINGS.values()})
    schemas: dict[str, Any] = {"problem": PROBLEM}
    for name in answers:
        schemas |= _flat(name)
    paths = {f"/api{question.path.replace(':path', '')}": {"get": _asked(question)} for question in QUESTIONS}
    for path, (id, answer, says) in RECORDINGS.items():
        paths[f"/api{path}"] = {"get": _operation(id, says, [SEQ], _content(answer, many=False, forms=("json",)))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "A register of agreements",
            "version": program(),
            "summary": "What was the status on that day, as the register knew it then, and by which article?",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _asked(question: Question) -> dict[str, Any]:
    own = [_in_path(name) for name in question.names]
    taken = [_in_query(one) for one in question.takes]
    id = question.id
    content = _content(question.answer, many=question.many, forms=(*EVERYWHERE, *question.further))
    return _operation(id, question.says, [*own, *taken], content)


def _operation(id: str, says: str, parameters: list[dict[str, Any]], content: dict[str, Any]) -> dict[str, Any]:
    problem = {"content": {TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}}
    return {
        "operationId": id,
        "summary": says,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": says,
                "headers": {"ETag": {"schema": {"type": "string"}, "description": "The mark of these very bytes."}},
                "content": content,
            },
            "304": {"description": "What the client has is still so."},
            "default": {"description": "What stopped the request.", **problem},
        },
    }


def _content(answer: str, *, many: bool, forms: tuple[str, ...]) -> dict[str, Any]:
    one = {"$ref": f"#/components/schemas/{answer}"}
    found: dict[str, Any] = {form: {"schema": {"type": "string"}} for form in forms}
    found["json"] = {"schema": {"type": "array", "items": one} if many else one}
    return {TYPES[form].partition(";")[0]: content for form, content in found.items()}


def _in_path(name: str) -> dict[str, Any]:
    form = {"type": "string", "minLength": 1, "maxLength": LONGEST}
    return {"name": name, "in": "path", "required": True, "schema": form}


def _in_query(one: Parameter) -> dict[str, Any]:
    form = dict(one.form) if one.default is None else {**one.form, "default": one.default}
    return {"name": one.name, "in": "query", "required": False, "description": one.says, "schema": form}


def _flat(name: str) -> dict[str, Any]:
    """Give the schema of an answer and those that it is made of, each under a name of its own."""
    whole = schema(name)
    own = whole["$ref"].rpartition("/")[2]
    names = {inner: name if inner == own else f"{name}.{inner}" for inner in whole["$defs"]}
    return {names[inner]: _renamed(definition, names) for inner, definition in whole["$defs"].items()}


def _renamed(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_renamed(one, names) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _renamed(value, names) for key, value in part.items()}
    if isinstance(ref := part.get("$ref"), str):
        found["$ref"] = f"#/components/schemas/{names[ref.rpartition('/')[2]]}"
    return found

"""What goes wrong, as problem details (RFC 9457): the situation, the parameter that is wrong, and what may be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from lifecycle import errors
from lifecycle.messages import Language, Message, Value, render
from lifecycle.suggestions import nearest
from projections.words.situations import numbered

TYPE = "application/problem+json"

STATUSES: Mapping[type[BaseException], HTTPStatus] = {
    errors.InvalidInput: HTTPStatus.BAD_REQUEST,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NoRegister: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Locked: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Behind: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SchemaMismatch: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Of each situation the status of HTTP; of all others that something failed here."""

TITLES: Mapping[int, Message] = {
    HTTPStatus.BAD_REQUEST: Message("The request is not as it should be"),
    HTTPStatus.FORBIDDEN: Message("This may not be read here"),
    HTTPStatus.NOT_FOUND: Message("That is not on record"),
    HTTPStatus.METHOD_NOT_ALLOWED: Message("Nothing is recorded here"),
    HTTPStatus.NOT_ACCEPTABLE: Message("There is no such form of this answer"),
    HTTPStatus.MISDIRECTED_REQUEST: Message("The register is not reached under this name"),
    HTTPStatus.REQUEST_URI_TOO_LONG: Message("The address is too long"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Message("Something failed here"),
    HTTPStatus.SERVICE_UNAVAILABLE: Message("The register cannot be asked at the moment"),
}

INTERNAL = Message("an error inside the program, which is noted in its log: this is no fault of the request")
"""Said of what nobody foresaw: its own words may hold what a reader is not to know."""


class Unavailable(Exception):
    """A request that is refused before a question is asked, with its status and what to say."""

    def __init__(self, status: HTTPStatus, says: Value) -> None:
        super().__init__(says)
        self.status, self.says = status, says


class Stopped:
    """What stopped a request: its status, its words, and what may have been meant."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        if isinstance(error, Unavailable):
            self.status = error.status
        else:
            found = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
            self.status = next(found, HTTPStatus.INTERNAL_SERVER_ERROR)

    @property
    def title(self) -> Message:
        """What kind of thing went wrong."""
        return TITLES[self.status]

    @property
    def says(self) -> Value:
        """What went wrong."""
        if isinstance(self.error, errors.StorageFailure | OSError):
            return Message("the disk or the database failed, which is noted in the log of this program")
        if isinstance(self.error, errors.DepositaryError | Unavailable):
            return self.error.says
        return INTERNAL

    @property
    def wrong(self) -> Iterator[errors.Problem]:
        """The parameters that are wrong, each with what would be right."""
        yield from getattr(self.error, "problems", ())

    @property
    def meant(self) -> tuple[str, ...]:
        """The names that may have been meant, the nearest first."""
        if not isinstance(self.error, errors.NotFound):
            return ()
        return tuple(nearest(self.error.name, self.error.known))

    def problem(self, instance: str, language: Language) -> dict[str, Any]:
        """Give the problem details."""
        kind = "unavailable" if isinstance(self.error, Unavailable) else _spelt(type(self.error).__name__)
        found: dict[str, Any] = {
            "type": f"urn:depositary:problem:{kind if self.status < 500 or _ours(self.error) else 'internal'}",
            "title": render(self.title, language),
            "status": int(self.status),
            "detail": render(self.says, language),
            "instance": instance,
        }
        if not isinstance(self.error, Unavailable):
            found["situation"] = numbered(self.error)
        if wrong := [{"parameter": one.place, "says": render(one.says, language)} for one in self.wrong if one.place]:
            found["errors"] = wrong
        if self.meant:
            found["did_you_mean"] = list(self.meant)
        return found


def _ours(error: BaseException) -> bool:
    return isinstance(error, errors.DepositaryError | Unavailable)


def _spelt(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")

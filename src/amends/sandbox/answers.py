"""What is answered: a status with an object, or a refusal in the provider's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the object that is sent as JSON; `replayed` where it was answered before."""

    status: int
    body: Body
    replayed: bool = False


class Refused(Exception):
    """A request that is refused; `kept` under its key, when it was refused for what it asked, not how it asked."""

    def __init__(self, message: str, *, status: int = 400, code: str = "", param: str = "", kept: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param
        self.kept = kept
        self.type = {402: "card_error", 500: "api_error"}.get(status, "invalid_request_error")

    def answer(self) -> Answer:
        """This function will return the refusal as it is sent."""
        error = {"type": self.type, "message": str(self), "code": self.code, "param": self.param}
        return Answer(self.status, {"error": {name: value for name, value in error.items() if value}})


class KeyReused(Refused):
    """The key came before with something else."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.type = "idempotency_error"


def missing(kind: str, ref: str, param: str = "id") -> Refused:
    """This function will return the refusal of an object that is not there."""
    return Refused(f"No such {kind}: '{ref}'", status=404, code="resource_missing", param=param)


def failed() -> Refused:
    """This function will return the answer of a provider that fails inside."""
    return Refused("An unknown error occurred", status=500, kept=True)

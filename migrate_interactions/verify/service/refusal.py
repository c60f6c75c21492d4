"""Errors in the shape the real service uses."""

from __future__ import annotations

from typing import Any

_STATUS = {400: "INVALID_ARGUMENT", 404: "NOT_FOUND"}


class Refusal(Exception):
    """The request is one that the real service would refuse."""

    def __init__(self, message: str, code: int = 400, status: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status or _STATUS[code]

    def body(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "message": self.message, "status": self.status}}


def not_covered(what: str) -> Refusal:
    """For what the real service can do and this one cannot. Not a 5xx: clients would try again for seconds."""
    return Refusal(f"The loopback service does not cover {what}.", 400, "UNIMPLEMENTED")

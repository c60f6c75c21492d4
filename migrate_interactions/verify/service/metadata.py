"""The metadata that a machine in Google's cloud offers: where enterprise clients find credentials when the environment holds none.

It spares programs a service account, whose private key would have to be made up for every run.
"""

from __future__ import annotations

import json

#: Without this header the answer is not believed.
HEADERS = {"Metadata-Flavor": "Google"}
PROJECT = "loopback-project"

_ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/"
_TOKEN = json.dumps({"access_token": "loopback-token", "expires_in": 3600, "token_type": "Bearer"})
_ABOUT = json.dumps({"aliases": ["default"], "email": "default", "scopes": ["https://www.googleapis.com/auth/cloud-platform"]})
#: Path to content type and body.
_ANSWERS = {
    "": ("text/plain", ""),
    "/computeMetadata/v1/instance": ("text/plain", "service-accounts/"),
    "/computeMetadata/v1/project/project-id": ("text/plain", PROJECT),
    "/computeMetadata/v1/universe/universe-domain": ("text/plain", "googleapis.com"),
    "/computeMetadata/v1/universe/universe_domain": ("text/plain", "googleapis.com"),
    _ACCOUNT.rstrip("/"): ("application/json", _ABOUT),
    _ACCOUNT + "token": ("application/json", _TOKEN),
}


def answer(path: str) -> tuple[str, bytes] | None:
    """Content type and body; None for what is not metadata."""
    found = _ANSWERS.get(path.rstrip("/"))
    return (found[0], found[1].encode()) if found else None


def environment(host: str) -> dict[str, str]:
    """Variables that lead google-auth here; ``host`` is HOST:PORT."""
    return {"GCE_METADATA_HOST": host, "GCE_METADATA_IP": host}

"""The two schemas that the Interactions API answers in, as data: what differs between them is said here and nowhere else."""

from __future__ import annotations

from codemods.api.schemas.model import ResponseSchema, SchemaName
from codemods.api.schemas.outputs import OUTPUTS
from codemods.api.schemas.steps import STEPS

SCHEMAS: dict[SchemaName, ResponseSchema] = {schema.name: schema for schema in (STEPS, OUTPUTS)}

__all__ = ["OUTPUTS", "SCHEMAS", "STEPS", "ResponseSchema", "SchemaName"]

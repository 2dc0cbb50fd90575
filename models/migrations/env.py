"""Alembic's entry; takes the connection it is given and opens none itself.

Column types are written as the plain types beneath them, so that a migration does not
change its meaning when the program's own types do.
"""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlalchemy.types import TypeDecorator

from models import registry
from models.base import Record

# Importing the registry is what fills the metadata.
METADATA = Record.metadata if registry.records() else None


def render_item(
    kind: str, item: object, _autogen: AutogenContext
) -> str | Literal[False]:
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    # The full-text table and its shadows have no records.
    return not (kind == "table" and (name or "").startswith("petition_text"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=render_item,
    include_name=include_name,
    compare_type=False,
)
# The caller holds the transaction: all steps and the triggers are one piece.
context.run_migrations()

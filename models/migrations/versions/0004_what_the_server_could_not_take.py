"""Fields that stand on this desk as the server could not take them."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "sync_not_taken",
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tbl", "row_id", "field", name=op.f("pk_sync_not_taken")
        ),
        sqlite_with_rowid=False,
    )
    rows = list(_standing(op.get_bind()))
    if rows:
        op.bulk_insert(table, rows)


def _standing(connection: sa.Connection) -> Iterator[dict[str, str]]:
    """Yield what was refused and has not been written anew since."""
    lines = connection.execute(
        sa.text("SELECT tbl, row_id, kind, fields FROM sync_history ORDER BY seq")
    )
    standing: dict[tuple[str, str], set[str]] = {}
    for tbl, row_id, kind, told in lines:
        fields = set(json.loads(told or "{}"))
        refused = standing.setdefault((tbl, row_id), set())
        standing[tbl, row_id] = refused | fields if kind == "q" else refused - fields
    for (tbl, row_id), fields in standing.items():
        for field in sorted(fields):
            yield {"tbl": tbl, "row_id": row_id, "field": field}

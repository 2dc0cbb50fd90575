"""What records were, what repairs changed, the letters of desks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "sync_desk",
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", name=op.f("pk_sync_desk")),
    )
    op.create_table(
        "sync_history",
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(
            "tbl", "row_id", "seq", "kind", name=op.f("pk_sync_history")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sync_outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("was", sa.Text(), nullable=True))

    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("repaired", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("mended", sa.Integer(), server_default="0", nullable=False)
        )

"""Which desk a change was acknowledged as, and what was first written of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sync_outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("past_desk", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_op", sa.Text(), nullable=True))

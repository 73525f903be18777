"""A table of people, whose personal data can be erased, and the setting of four eyes.

What was recorded before stays as it is: plain in its event, for no event is ever changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table and the column; who may do what in it is settled with the read models."""
    op.add_column("register", sa.Column("four_eyes", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute("CREATE TABLE people (subject TEXT PRIMARY KEY, name TEXT UNIQUE, key TEXT)")

"""The read models know which agreements ask about which others, and follow what is recorded on those.

On PostgreSQL a writer may add the rows of an agreement that asks about the one recorded on. The tables of the log stay
as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

from alembic import op

from aggregates.databases.postgresql_guards import ASKS_ABOUT

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make what the policies of the read models ask; they are set with them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ASKS_ABOUT)

"""On SQLite the rows of the read models lie in the order of their keys, without a second copy of those in an index.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""

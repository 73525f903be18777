"""The read models know by which entries parties share anything, and go through titles in their order by an index.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""

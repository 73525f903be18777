"""Of names that parties are called by, an index holds the words run together: those that are close are found at once.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""

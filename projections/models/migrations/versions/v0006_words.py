"""Titles of agreements and names of parties stand in the read models as they are searched and sorted by: folded.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""

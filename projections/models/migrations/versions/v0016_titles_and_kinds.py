"""Of each version of the terms, its title stands in every language, and its kind as it is asked for.

The tables of the log stay as they are. The read models are made again, as by every upgrade.
"""

from __future__ import annotations

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""

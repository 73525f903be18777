"""The read models hold what falls due, and what ended an agreement, by kind and values and no longer in words.

The tables of the log stay as they are. The read models are made again, here by the rules of 2026.3 (ADR 0013).
"""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Do nothing: every upgrade makes the read models again."""

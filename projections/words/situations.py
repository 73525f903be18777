"""The situations that stop a call, by the number that every face gives them: an exit code, a field of a problem.

To add one: a child of `DepositaryError` in `lifecycle/errors.py`, and its number in `SITUATIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle import errors

INTERNAL, USAGE, PARTLY, CONTRADICTION, BEHIND = 1, 2, 8, 13, 14

SITUATIONS: Mapping[type[BaseException], int] = {
    errors.InvalidInput: USAGE,
    errors.NotFound: 4,
    errors.Refused: 5,
    errors.ImpactNotAccepted: 5,
    errors.Conflict: 6,
    errors.NotAllowed: 7,
    errors.NoRegister: 10,
    errors.Locked: 11,
    errors.SchemaMismatch: 12,
    errors.ContradictsCheckpoint: CONTRADICTION,
    errors.Behind: BEHIND,
    errors.CheckpointNotKept: PARTLY,
    errors.ProcessLost: 74,
    errors.StorageFailure: 74,
    errors.ClockAmiss: 74,
    OSError: 74,
}


def numbered(error: BaseException, table: Mapping[type[BaseException], int] = SITUATIONS) -> int:
    """Give the number of an error: that of its nearest ancestor in the table, else that of an internal error."""
    return next((table[kind] for kind in type(error).__mro__ if kind in table), INTERNAL)

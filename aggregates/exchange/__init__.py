"""A whole record on its way out and in: bundles, backups, restoring; not one recording."""

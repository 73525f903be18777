"""Lists that others kept, read as they are for taking them over: sheets, maps of their columns; not our own lists."""

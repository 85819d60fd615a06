"""Which place a figure is of: chosen in :mod:`.area`, refused in :mod:`.unplaced` where a text leaves it open."""

"""Which period a figure is of: chosen in :mod:`.period`; the other modules say what a time does and which date it means."""

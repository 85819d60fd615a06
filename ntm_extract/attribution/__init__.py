"""Which indicator, place, period and status a figure has; each decision names where it read it."""

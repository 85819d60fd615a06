"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# how long one case takes says more about what else the machine does than about the program
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

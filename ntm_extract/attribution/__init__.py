"""Which indicator, place, period and status a figure has; each decision names where it read it.

:mod:`.observe` goes through a document sentence by sentence. A sentence becomes a :mod:`.frame` of tokens, which :mod:`.walk`
moves about in; :mod:`.readings` says what its figures are, :mod:`.places`, :mod:`.times` and :mod:`.status` the rest.
:mod:`.context` keeps what a sentence leaves behind for the next, :mod:`.anchor` what the whole document says of itself.
Tables are read apart in :mod:`.tables`, named products in :mod:`.products`.
"""

"""What a figure is: the indicator, its measure and its breakdowns, or the reason why it is none.

:mod:`.read` goes through the figures of a sentence and asks the module of their kind: counts, shares, amounts. A figure that
says more of the one before it is read by :mod:`.continuation`, :mod:`.seconds` and :mod:`.pairing`; :mod:`.existence` and
:mod:`.decoys` refuse what only looks like an indicator.
"""

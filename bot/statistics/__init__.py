"""From counts to a page: what is counted, what may be shown, and how staff see it.

A reader's way through, in the order in which a count travels:

1. ``measures`` and ``themes``: the closed list of what may be counted, in words.
2. ``counts_file``: the file that ``bot/counts.py`` writes to, once a day.
3. ``publication``: which weeks, quarters and years are due; ``systems`` says which figures hang together, ``disclosure``
   and ``reached`` decide what may be shown, ``feasible`` searches what others could work out.
4. ``published``: the file of what has been published; from here on nobody reads the counts.
5. ``report``, ``advice`` and ``charts``: one period as staff read it; ``output`` for terminal, CSV and JSON.
6. ``page`` with ``rendering``, ``login``, ``session`` and ``staff``: the page ``/statistiek`` and who may see it.
7. ``commands`` and ``demo``: the command line, and a made-up year.

The rules themselves, with the measurements behind them: a count below ten is not shown, others are rounded to five, a
period is published once, and nothing published can be combined to narrow a hidden count to fewer than five values.
"""

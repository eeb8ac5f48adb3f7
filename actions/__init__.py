"""What a rule cannot say: answers that depend on what was said before, or that look something up.

A subject a file. Actions name responses; the words are in ``bot/domain/``.
"""

"""What a message says: danger and other signals, intent, place, language, personal data.

The logic stands in plain modules (``signals``, ``intents``, ``features``, ``places``, ``language``, ``personal_data``,
``decision``); ``components.py`` makes Rasa components of them for ``config.yml``.
"""

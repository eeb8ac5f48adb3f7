"""De volgende stap: a chatbot that keeps nothing about anybody.

The reader's map. Follow one message by opening these files in this order:

1. ``web-widget/chat.js``       sends ``{text, state}`` and shows the answer as text
2. ``bot/gateway.py``           the HTTP contract: size, pace, errors in Dutch
3. ``bot/conversation.py``      opens the sealed state that the browser carries, and seals the new one
4. ``bot/agent.py``             one turn with Rasa: understand, apply the rules, collect the replies
5. ``bot/in_context.py``        the same words mean other things after an answer (``bot/meaning.py``, ``bot/calm.py``,
                                 ``bot/choices.py``, ``bot/foreign.py``, ``bot/instead.py``)
6. ``bot/understanding/``       signals, intent, place, language (taught by ``data/nlu/``, its ``later/``, and ``data/signals/``)
7. ``data/rules/``              which answer belongs to which intent
8. ``bot/domain/`` ``actions/`` the Dutch words, and the few actions that look something up
9. ``bot/replies.py``           turns card ids into cards (``bot/contacts.py``, ``data/contacts/`` of the region);
                                 ``bot/talk.py`` adds what is said once, with ``bot/cautions.py``
10. ``bot/counts.py``           adds to anonymous totals; ``bot/steps.py`` ``bot/one_tap.py``: what the client switches on

Imports go one way, down this list; only ``agent``, ``tracker``, ``importer``, ``understanding``,
``evaluation``, ``cli`` and ``actions`` import Rasa (``tests/fast/test_layout.py``).

This package switches off telemetry, crash reports and chatty logs before anything else is imported.
"""

import bot.quiet  # noqa: F401  (must come first: it sets the environment that Rasa reads on import)

"""Kinds of intents: what is said to anybody, what asks rather than tells, what needs no help card."""

# Said to anybody; no card belongs under it.
PLEASANTRIES = frozenset(["groet", "afscheid", "bedankt", "bevestigen", "ontkennen"])
NO_CARDS = PLEASANTRIES | {"niet_begrepen", "opnieuw"}
# About the chat itself: a learned score alone does not make it into a matter of violence.
SMALL_TALK = NO_CARDS | {"schelden", "vraag_bot_of_mens", "vraag_privacy"}
# Answering these by mistake does no harm, so the bot does not ask back when nothing warns.
HARMLESS = SMALL_TALK | {"buiten_bereik"}
_ASKS = HARMLESS | {"mens_spreken", "twijfel_melden", "professional_vraag"}


def is_question(intent: str) -> bool:
    """Whether an intent asks or chats, rather than tells what happens to somebody."""
    return intent.startswith("vraag_") or intent in _ASKS


# Told by grown-ups, whatever the tone suggests.
OF_GROWN_UPS = frozenset(
    [
        "eigen_verhaal",
        "professional_vraag",
        "ouder_verliest_controle",
        "ouder_overbelast",
        "ouder_mishandeld_door_kind",
        "pleger_vraagt_hulp",
    ]
)

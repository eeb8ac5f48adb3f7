"""Which answer stands in for another, once somebody told what is going on.

The same question asks for something else in other circumstances: who will know about my call is about 112 while there is
danger, and about 113 for who thinks of dying. Only names from the sealed state are used.
"""

from bot.conversation import Conversation
from bot.understanding.decision import CHILD, DANGER, SUICIDE

_PARENT = {"psychisch_geweld_niemand": "ouder_zelf_nacht"}
_STAYS = {"wat_doen_waarom_blijven": "opvang_moet_ik_weg"}
# What a question about help is about, once somebody wrote about this.
AFTER = {
    SUICIDE: dict.fromkeys(
        [
            "vraag_anoniem",
            "melden_mijn_naam",
            "melden_wat_doen_ze_ermee",
            "melden_via_chat",
            "veilig_thuis_kosten",
            "veilig_thuis_open",
            "veilig_thuis_mailen",
            "vraag_veilig_thuis",
            "melden_wat_vragen_ze",
        ],
        "suicidaliteit_hoe_113",
    ),
    "seksueel_geweld": dict.fromkeys(["melden_politie", "partnergeweld_politie"], "seksueel_geweld_aangifte"),
    "stalking_ex": dict.fromkeys(["melden_politie", "partnergeweld_politie"], "stalking_politie"),
    "slachtoffer_partnergeweld": _STAYS,
    "slachtoffer_psychisch_geweld": _STAYS,
    "mantelzorger_overbelast": {
        "vraag_kind_uit_huis": "mantelzorg_uit_elkaar",
        "geweld_door_kind_moment": "mantelzorg_boos_geworden",
    },
    "ouder_overbelast": _PARENT,
    "ouder_verliest_controle": {**_PARENT, "geweld_door_kind_moment": "ouder_zelf_goedmaken"},
}
_GROWN_UP = {"kind_zelf_aan_wie": "wat_doen_met_wie_delen", "kind_zelf_durf_niet": "mens_wat_zeg_ik"}
# What a child asks, is asked by grown-ups too, and the other way round.
ASKED_BY = {
    **dict.fromkeys(["buur", "familie", "collega", "ouder_zelf", "pleger", "professional", "oudere"], _GROWN_UP),
    CHILD: {"partnergeweld_even_alleen": "kind_zelf_bang_nu", "gesprek_kind_uithoren": "kind_zelf_aan_wie"},
}
# The same while 112 was the last thing said.
DURING_DANGER = {
    "vraag_anoniem": "acuut_wie_belde",
    "melden_mijn_naam": "acuut_wie_belde",
    "melden_wat_vragen_ze": "acuut_wat_zeg_ik",
    "buren_zelf_praten": "acuut_wachten",
    "wat_doen_niet_waar": "acuut_loos_alarm",
    "twijfel_melden": "acuut_loos_alarm",
}
_DANGER_OVER = "utter_acuut_daarna"


def instead(intent: str, conversation: Conversation) -> str:
    """The answer that fits what was told before: this one or another."""
    subject, answer = conversation.slots.get("onderwerp") or "", conversation.last_answer() or ""
    if subject == DANGER and answer.startswith("utter_acuut_") and answer != _DANGER_OVER:
        return DURING_DANGER.get(intent, intent)
    intent = ASKED_BY.get(conversation.slots.get("rol"), {}).get(intent, intent)
    return AFTER.get(subject, {}).get(intent, intent)

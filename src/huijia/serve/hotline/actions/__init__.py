"""Every write of the hotline: the object first, the actor named."""

from huijia.serve.hotline.actions.calls import (
    MissedCall,
    Noted,
    Sums,
    drop,
    link_matter,
    missed,
    missed_many,
    promise,
    promise_again,
    reached,
    reveal,
    unreached,
)
from huijia.serve.hotline.actions.cards import CardDraft, add_card, change_card, plant_cards, retire_card
from huijia.serve.hotline.actions.notes import take_note, write_note
from huijia.serve.hotline.actions.pattern import Filled, TurnDraft, add_turn, change_turn, drop_turn, fill_month
from huijia.serve.hotline.actions.replies import current_template, place_template, withdraw_template
from huijia.serve.hotline.actions.roster import ShiftDraft, add_shift, change_shift, drop_shift, record_export
from huijia.serve.hotline.actions.samples import judge
from huijia.serve.hotline.actions.swaps import accept_swap, ask_swap, decline_swap, withdraw_swap
from huijia.serve.hotline.actions.writing import Stale

__all__ = [
    "CardDraft", "Filled", "MissedCall", "Noted", "ShiftDraft", "Stale", "Sums", "TurnDraft", "accept_swap",
    "add_card", "add_shift", "add_turn", "ask_swap", "change_card", "change_shift", "change_turn",
    "current_template", "decline_swap", "drop", "drop_shift", "drop_turn", "fill_month", "judge", "link_matter",
    "missed", "missed_many", "place_template", "plant_cards", "promise", "promise_again", "reached",
    "record_export", "retire_card", "reveal", "take_note", "unreached", "withdraw_swap", "withdraw_template",
    "write_note",
]

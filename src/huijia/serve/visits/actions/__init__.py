"""Every write of visits: the rules, the walks, the records and how they are mended."""

from huijia.serve.visits.actions.books import record_export, record_sheet
from huijia.serve.visits.actions.mend import Stale, amend, void
from huijia.serve.visits.actions.recheck import Answer
from huijia.serve.visits.actions.record import Draft, Recorded, record
from huijia.serve.visits.actions.rounds import come_back, set_out
from huijia.serve.visits.actions.rules import Wanted, adopt_usual, save_rule
from huijia.serve.visits.actions.tick import replan_all, tick

__all__ = [
    "Answer", "Draft", "Recorded", "Stale", "Wanted", "adopt_usual", "amend", "come_back", "record", "record_export",
    "record_sheet", "replan_all", "save_rule", "set_out", "tick", "void",
]

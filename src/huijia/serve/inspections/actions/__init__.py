"""Every write of inspections: lists, campaigns, checks, what is handed on to the thread."""

from huijia.serve.inspections.actions.books import record_export
from huijia.serve.inspections.actions.campaigns import Plan, close_campaign, plan_campaign
from huijia.serve.inspections.actions.checks import Checked, Draft, Fault, check
from huijia.serve.inspections.actions.lists import Item, adopt_usual, save_checklist
from huijia.serve.inspections.actions.raising import raise_matter
from huijia.serve.inspections.actions.tick import tick

__all__ = [
    "Checked", "Draft", "Fault", "Item", "Plan", "adopt_usual", "check", "close_campaign", "plan_campaign",
    "raise_matter", "record_export", "save_checklist", "tick",
]

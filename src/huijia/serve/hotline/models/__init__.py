from huijia.serve.hotline.models.calls import Call
from huijia.serve.hotline.models.cards import KnowledgeCard
from huijia.serve.hotline.models.notes import HandoverNote
from huijia.serve.hotline.models.replies import ReplyTemplate
from huijia.serve.hotline.models.roster import DutyShift, DutySwap, DutyTurn

__all__ = ["Call", "DutyShift", "DutySwap", "DutyTurn", "HandoverNote", "KnowledgeCard", "ReplyTemplate"]

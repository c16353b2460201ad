"""Text copied out of chat groups: 接龙 lists and messages. Reading only; a person looks before anything is saved."""

from huijia.lib.chat.chain import Chain, ChainRow, parse_chain, phone_in
from huijia.lib.chat.messages import Message, parse_messages

__all__ = ["Chain", "ChainRow", "Message", "parse_chain", "parse_messages", "phone_in"]

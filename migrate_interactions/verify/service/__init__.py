"""A service on 127.0.0.1 that speaks generateContent and Interactions and answers with a deterministic model.

A program that asks the same through either API gets the same answer; one that loses a turn, a part, a tool or a setting gets another.
Requests that the real service would refuse are refused in its words and shape.
"""

from migrate_interactions.verify.service.record import RecordedCall
from migrate_interactions.verify.service.server import LoopbackService

__all__ = ["LoopbackService", "RecordedCall"]

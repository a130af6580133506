"""A link that misbehaves on purpose, request by request, over real sockets; what it does can be done again exactly."""

from sync.chaos.exchange import Exchange, Reply, what_is_called
from sync.chaos.plan import ROUGH, Always, Called, Mix, On, Plan, Script
from sync.chaos.proxy import ChaosProxy, Happened

__all__ = [
    "ROUGH", "Always", "Called", "ChaosProxy", "Exchange", "Happened", "Mix", "On", "Plan", "Reply", "Script", "what_is_called",
]  # fmt: skip

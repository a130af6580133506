"""The real way to a card: the smart card service of this machine (PC/SC), on Linux and Windows.

Only `smartcard.scard` is used, the bare calls: pyscard's own monitors die for good when the service stops or was not there
at start, and its connections print from their finalizers. Nothing here fails to import where pyscard is missing.
"""

from devices.card.pcsc.slots import PcscSlots

__all__ = ["PcscSlots"]

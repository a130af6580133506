"""What Windows' image acquisition says when a scan ends, as the troubles people can do something about."""

from kiosk.scan_ports import ScanTrouble

_WIA = 0x80210000                      # its errors, as HRESULTs: this and a small number
_TROUBLES = {
    _WIA + 1: ScanTrouble.OFFLINE,         # general error
    _WIA + 2: ScanTrouble.JAM,
    _WIA + 3: ScanTrouble.NO_PAPER,
    _WIA + 4: ScanTrouble.JAM,             # a problem with the paper
    _WIA + 5: ScanTrouble.OFFLINE,
    _WIA + 6: ScanTrouble.BUSY,
    _WIA + 7: ScanTrouble.WARMING,
    _WIA + 8: ScanTrouble.COVER_OPEN,      # somebody must do something at the device
    _WIA + 9: ScanTrouble.OFFLINE,         # it was deleted
    _WIA + 10: ScanTrouble.TRANSFER_LOST,
    _WIA + 11: ScanTrouble.REFUSED,
    _WIA + 12: ScanTrouble.REFUSED,        # its hardware stands otherwise
    _WIA + 13: ScanTrouble.BUSY,           # locked
    _WIA + 14: ScanTrouble.OFFLINE,        # its driver failed
    _WIA + 15: ScanTrouble.OFFLINE,
    _WIA + 16: ScanTrouble.COVER_OPEN,
    _WIA + 17: ScanTrouble.WARMING,        # the lamp is off
    _WIA + 20: ScanTrouble.DOUBLE_FEED,
    0x80070020: ScanTrouble.BUSY,          # sharing violation
    0x80070070: ScanTrouble.NO_ROOM,
    0x80070057: ScanTrouble.REFUSED,       # an argument it does not take
    0x800704C7: ScanTrouble.STOPPED_THERE,
}


def trouble_of(result: int) -> ScanTrouble:
    """`result`: an HRESULT, signed as Python has it or not."""
    return _TROUBLES.get(result & 0xFFFFFFFF, ScanTrouble.OFFLINE)

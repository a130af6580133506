"""Where a dossier's electronic copies stand, in a few words."""

from kiosk.store.copies.reading import CopyStanding
from kiosk.words import _


def standing_said(standing: CopyStanding) -> str:
    """ "" where no paper gets a copy."""
    if not standing.papers:
        return ""
    if standing.to_make:
        return _("đang làm bản sao {done}/{papers}").format(done=standing.made + standing.put_off, papers=standing.papers)
    if standing.to_sign and standing.signed:
        return _("chờ ký số {count}/{papers}").format(count=standing.to_sign, papers=standing.papers)
    if standing.to_sign:
        return _("chờ ký số")
    if standing.digitised:
        return _("đã số hóa")
    return _("chưa làm được bản sao {count}/{papers}").format(count=standing.put_off, papers=standing.papers)

"""Every content a dossier had, and the pages each of them shows: also those a later one put aside."""

import json
from typing import Any

from commands.exit_codes import ExitCode
from commands.outbox_acts import found
from commands.result_line import write_line
from commands.workplace import Workplace
from kiosk.forms import unsealed
from kiosk.moments import show_moment
from kiosk.page_checks import page_list
from kiosk.store import Store, revisions
from kiosk.store.revisions import PageHere, Revision
from kiosk.words import _


def list_revisions(number: str, workplace: Workplace, *, as_json: bool) -> ExitCode:
    """Raises NothingToVerify."""
    with workplace.store_for_reading() as store:
        dossier = found(store, number)
        assert store is not None       # something was found in it
        contents = _contents(store, dossier)
        pages = revisions.pages_of(store.read(), dossier)
    if as_json:
        shown = [_page(page) for page in pages]
        write_line(json.dumps({"dossier": dossier, "revisions": contents, "pages": shown}, ensure_ascii=False))
        return ExitCode.DONE
    for one in contents:
        told = _("Bản {revision}: {moment}, cán bộ {officer}, trang {pages}").format(
            revision=one["revision"], moment=show_moment(one["at"]), officer=one["officer"],
            pages=page_list(one["pages"]) or "-",
        )
        print(f"{told}. {one['reason']}" if one["reason"] else told)
    for page in pages:
        print("  " + _line(page))
    return ExitCode.DONE


def _contents(store: Store, dossier: str) -> list[dict[str, Any]]:
    return [_content(one) for one in revisions.all_of(store.read(), dossier)]


def _content(one: Revision) -> dict[str, Any]:
    form = unsealed(one.form)
    return {
        "revision": one.number, "origin": one.origin, "at": one.made_at or form.received_at,
        "officer": one.officer or form.officer, "reason": one.reason,
        "form_sha256": one.form_sha.hex(), "pages": [page.number for page in form.pages],
    }  # fmt: skip


def _page(page: PageHere) -> dict[str, Any]:
    return {"number": page.number, "sha256": page.sha256, "size": page.size, "media_type": page.media_type, "here": page.here}


def _line(page: PageHere) -> str:
    where = _("ở máy này") if page.here else _("ở trục, đã xóa khỏi máy sau khi trục ký nhận")
    return _("Trang {number}: {size} byte, {kind}, dấu vân {sha}, {where}").format(
        number=page.number, size=page.size, kind=page.media_type, sha=page.sha256[:16], where=where
    )

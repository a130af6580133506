"""`conflict show NUMBER`, `conflict settle NUMBER`: two contents of one dossier, ours and the gateway's, compared and settled."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager

from commands.exit_codes import ExitCode
from commands.outbox_acts import add_decider, decider, found
from commands.sync import gateway_copies, link_to
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.comparing import ComparedAnew, Comparison, Proof
from kiosk.counter import Conflicts
from kiosk.moments import show_moment
from kiosk.sending_again import reason_said
from kiosk.words import N_, _
from kiosk.work import Silent

SUMMARY = N_("Đối chiếu hai bản của một hồ sơ, ở quầy và ở trục, rồi chọn bản đúng.")
GATEWAY, COUNTER = "gateway", "counter"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("show", "settle"), help=_("xem hai bản, hay chọn một"))
    parser.add_argument("number", help=_("mã hồ sơ, tạm hoặc chính thức"))
    parser.add_argument("--right", choices=(GATEWAY, COUNTER), help=_("với settle: bản của ai là đúng"))
    parser.add_argument("--seen", default="", metavar="CODE", help=_("với settle: mã đối chiếu mà show đã in ra"))
    parser.add_argument("--all", action="store_true", help=_("với show: cả những dòng giống nhau"))
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    add_decider(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.what == "show":
        with _compared(options, workplace) as (_conflicts, compared):
            _show(compared, everything=options.all)
        return ExitCode.DONE
    if not options.right:
        raise SystemExit(ExitCode.USAGE)
    reason_said(options.reason)
    officer = decider(options, workplace)
    with _compared(options, workplace) as (conflicts, compared):
        if options.seen != seen_code(compared):
            raise ComparedAnew
        settle = conflicts.gateway_is_right if options.right == GATEWAY else conflicts.counter_is_right
        settle(compared, options.reason, officer)
    print(json.dumps({"dossier": compared.dossier, "right": options.right}))
    return ExitCode.DONE


def seen_code(compared: Comparison) -> str:
    """Names the two contents somebody looked at: only these are decided about."""
    return f"{compared.ours.form_sha.hex()[:8]}-{compared.theirs.form_sha.hex()[:8]}"


@contextmanager
def _compared(options: argparse.Namespace, workplace: Workplace) -> Iterator[tuple[Conflicts, Comparison]]:
    settings = workplace.settings()
    with link_to(options.gateway or settings.gateway.url, workplace.ca_file()) as link, workplace.store_beside() as store:
        dossier = found(store, options.number)
        assert store is not None       # something was found in it
        conflicts = Conflicts(store, Catalogue.load(), gateway_copies(store, link, settings))
        yield conflicts, conflicts.compare(dossier, Silent())


def _show(compared: Comparison, *, everything: bool) -> None:
    ours, theirs = compared.ours, compared.theirs
    print(_("Hồ sơ {number}").format(number=compared.number))
    print(_("Quầy này: bản {revision}, cán bộ {officer}, {moment}").format(
        revision=ours.revision, officer=ours.officer, moment=show_moment(ours.made_at)
    ))  # fmt: skip
    proof = _("chữ ký của máy này, đúng") if theirs.proof is Proof.OURS else _("chữ ký của máy khác, ở đây chưa kiểm được")
    print(_("Trục: bản {revision}, từ {counter}, nhận {moment} ({proof})").format(
        revision=theirs.revision, counter=theirs.counter, moment=show_moment(theirs.received_at), proof=proof
    ))  # fmt: skip
    group = ""
    for pair in compared.pairs:
        if not (pair.differs or everything):
            continue
        if pair.group != group:
            group = pair.group
            print(f"\n{group}")
        mark = "≠" if pair.differs else " "
        print(f"{mark} {pair.label}")
        print(f"    {_('quầy')}: {pair.ours or '-'}\n    {_('trục')}: {pair.theirs or '-'}")
    if compared.same:
        print(_("Hai bản giống hệt nhau."))
    print(_("Mã đối chiếu: {code}").format(code=seen_code(compared)))

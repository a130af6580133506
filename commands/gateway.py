"""`gateway [--host H] [--port N] [--tls-cert F --tls-key F] [--key-file F]`: the province's gateway as a process of its own.

Its folder is the global `--data`; what is not said here stands in `gateway.toml` there.
"""

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.gateway_folder import add_key_file, gateway_file, keeper_of
from commands.parser import whole_number
from commands.workplace import Workplace
from kiosk.event_log import keep_log
from kiosk.store.marks import usual_folder
from kiosk.words import N_, _
from sync.gateway.gateway import Gateway
from sync.gateway.refusals import TrainingStaysHere
from sync.gateway.series_marks import SeriesMarkFolder
from sync.gateway.server import LOOPBACK, serve
from sync.gateway.settings_file import GatewayFile
from sync.gateway.tls import Tls, self_signed

FLUSHING = 4                           # threads that wait for the disk: it writes several files as quickly as one
SUMMARY = N_("Chạy trục của tỉnh trên máy này; in địa chỉ ra một dòng JSON.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", metavar="IP", help=_("địa chỉ để nghe; ngoài máy này thì phải có TLS (mặc định 127.0.0.1)"))
    parser.add_argument("--port", type=whole_number(0, 65_535), metavar="N", help=_("cổng; 0 là cổng trống bất kỳ"))
    parser.add_argument("--tls-cert", type=_seen_from_here, metavar=_("TỆP"), help=_("chứng thư TLS của trục, dạng PEM"))
    parser.add_argument("--tls-key", type=_seen_from_here, metavar=_("TỆP"), help=_("khóa riêng của chứng thư đó"))
    parser.add_argument("--tls-self-signed", action="store_true",
                        help=_("tự tạo chứng thư trong thư mục dữ liệu, chỉ để thử và tập huấn"))
    add_key_file(parser)
    parser.add_argument("--leases", action="store_true", help=_("cấp trước dải số chính thức cho các quầy"))
    parser.add_argument("--until-stdin-closes", action="store_true", help=_("dừng khi chương trình mẹ đóng đầu vào"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    written = gateway_file(workplace)
    host, port = options.host or written.host, written.port if options.port is None else options.port
    if workplace.demo and host not in LOOPBACK:
        raise TrainingStaysHere(host=host)
    settings = written.settings(training=workplace.demo, leases=options.leases)
    tls, clock, disk = _tls(options, written, workplace), workplace.clock, workplace.disk
    keeper = keeper_of(options.key_file, workplace)
    with (
        ThreadPoolExecutor(FLUSHING, thread_name_prefix="flush") as flushing,
        Gateway(
            workplace.root, keeper, clock, disk, settings, workplace.checkpoint, flushing=flushing,
            series_mark=SeriesMarkFolder(usual_folder(), disk),
        ) as gateway,
    ):
        keep_log(workplace.root / "logs", workplace.clock, "gateway")

        def announce(url: str) -> None:
            told = {"address": url, "name": settings.name, "public_key": gateway.public_key.hex()}
            print(json.dumps(told | ({"ca_file": str(tls.certificate)} if options.tls_self_signed and tls else {}),
                             ensure_ascii=False), flush=True)

        serve(gateway, port, announce, options.until_stdin_closes, host, tls)
    return ExitCode.DONE


def _seen_from_here(text: str) -> Path:
    return Path(text).absolute()


def _tls(options: argparse.Namespace, written: GatewayFile, workplace: Workplace) -> Tls | None:
    """Files named on the command line, else those of gateway.toml, else none."""
    if options.tls_self_signed:
        return self_signed(workplace.root / "tls", written.hosts, workplace.clock, workplace.disk)
    certificate, key = options.tls_cert or written.tls_cert, options.tls_key or written.tls_key
    return Tls(workplace.root / certificate, workplace.root / (key or certificate)) if certificate else None

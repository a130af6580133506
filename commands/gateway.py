"""`gateway --port N`: the province's gateway as a process of its own. Its folder is the global `--data`."""

import argparse
import json
from concurrent.futures import ThreadPoolExecutor

from commands.exit_codes import ExitCode
from commands.parser import whole_number
from commands.workplace import Workplace
from kiosk.event_log import keep_log
from kiosk.store.marks import usual_folder
from kiosk.words import N_, _
from sync.gateway.gateway import Gateway
from sync.gateway.series_marks import SeriesMarkFolder
from sync.gateway.server import serve
from sync.gateway.settings import GatewaySettings

FLUSHING = 4                           # threads that wait for the disk: it writes several files as quickly as one
SUMMARY = N_("Chạy trục của tỉnh trên chính máy này; in địa chỉ ra một dòng JSON.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=whole_number(0, 65_535), required=True, metavar="N",
                        help=_("cổng; 0 là cổng trống bất kỳ"))
    parser.add_argument("--leases", action="store_true", help=_("cấp trước dải số chính thức cho các quầy"))
    parser.add_argument("--until-stdin-closes", action="store_true", help=_("dừng khi chương trình mẹ đóng đầu vào"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = GatewaySettings(
        name="Trục tập huấn" if workplace.demo else "Trục của tỉnh",
        leases=options.leases,
        open_enrolment=workplace.demo,
        demo_desk=workplace.demo,
    )
    keeper, clock, disk = workplace.keeper(), workplace.clock, workplace.disk
    with (
        ThreadPoolExecutor(FLUSHING, thread_name_prefix="flush") as flushing,
        Gateway(
            workplace.root, keeper, clock, disk, settings, workplace.checkpoint, flushing=flushing,
            series_mark=SeriesMarkFolder(usual_folder(), disk),
        ) as gateway,
    ):
        keep_log(workplace.root / "logs", workplace.clock, "gateway")
        serve(gateway, options.port, _announce, options.until_stdin_closes)
    return ExitCode.DONE


def _announce(url: str) -> None:
    print(json.dumps({"address": url}), flush=True)

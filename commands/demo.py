"""`demo`: the counter over an invented office, no questions asked. Without a display, or unattended, it plays by itself.

`--story` plays the story by command line: processes killed, links cut, no window.
"""

import argparse
import sys
from pathlib import Path

from commands.display import has_display
from commands.exit_codes import ExitCode
from commands.told_story import tell
from commands.workplace import Profile, Workplace, usual_root
from kiosk.words import N_, _

SUMMARY = N_("Mở quầy tập huấn với cơ quan, người và thiết bị giả định.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unattended", action="store_true",
                        help=_("tự chơi trọn câu chuyện trên cửa sổ thật, không cần người"))
    parser.add_argument("--day", action="store_true",
                        help=_("cùng --unattended: cả một ngày 60 người dân, mất mạng, máy tắt đột ngột, chốt ngày"))
    parser.add_argument("--selfservice", action="store_true",
                        help=_("cùng --unattended: mọi việc của ki-ốt, có mạng và mất mạng"))
    parser.add_argument("--story", action="store_true", help=_("kể câu chuyện bằng dòng lệnh, không có cửa sổ"))
    parser.add_argument("--card-service", action="store_true",
                        help=_("đọc thẻ ảo qua dịch vụ thẻ pcscd thật, chạy trong một góc riêng (Linux)"))
    parser.add_argument("--out", type=Path, default=Path("out") / "demo", metavar="DIR",
                        help=_("nơi để ảnh, giấy hẹn và tóm tắt (mặc định out/demo)"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    """The demo never touches an office's data: whatever the profile, it works in the demo's own folder."""
    out = options.out.absolute()
    elsewhere = not workplace.demo and workplace.root != usual_root(workplace.profile).absolute()
    if elsewhere:                          # an office's folder named by hand: never silently another one
        print(_("Bản tập huấn không mở thư mục dữ liệu của cơ quan. Muốn giữ dữ liệu tập huấn ở đó, hãy gõ: "
                "main.py --profile demo --data {folder} demo").format(folder=workplace.root), file=sys.stderr)
        return ExitCode.USAGE
    if options.story:
        return tell(out)
    if options.day:
        from commands.invented_day.day import play as play_day

        return play_day(out)
    if options.selfservice:
        from commands.unattended_selfservice import play as play_kiosk

        return play_kiosk(out)
    unattended = options.unattended
    if not unattended and not has_display():
        print(_("Máy này không có màn hình: câu chuyện sẽ tự diễn, ảnh từng bước để trong {out}").format(out=out))
        unattended = True
    if unattended:
        from commands.unattended import play

        return play(out, card_service=options.card_service)
    from commands.demo_window import show

    demo = workplace if workplace.demo else Workplace(Profile.DEMO, out / "office" / "counter")
    return show(demo, out, card_service=options.card_service)

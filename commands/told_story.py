"""The story of a dossier by command line, told and written down: what `demo --story` shows.

Everything is real but the people: the commands run as processes of their own, one is killed in the middle, the link is a
relay on loopback that breaks when told.
"""

import json
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.story import Scene, Story, StoryBroken
from kiosk.words import _


def tell(out: Path) -> ExitCode:
    """Exit 0 only if every scene came true."""
    story = Story(out)
    scenes = []
    print(_("MỘT CỬA: hành trình một hồ sơ. Người, số và giấy tờ đều là giả định."))
    try:
        with story:
            for number, (title, scene) in enumerate(story.scenes(), 1):
                print(f"\n{number}. {_(title)}", flush=True)
                done = scene()
                for line in done.lines:
                    print(f"   {line}")
                scenes.append(done)
    except StoryBroken as broken:
        print(f"   ✗ {broken.for_person()} [{broken.code}]\n   {broken.for_operator()}")
        return ExitCode.FAILED
    _write_summary(out / "summary.json", scenes, story)
    print("\n" + _("Mọi bước đều đúng như kịch bản. Giấy hẹn: {receipt}").format(receipt=story.receipt))
    print(_("Tóm tắt: {summary}").format(summary=out / "summary.json"))
    return ExitCode.DONE


def _write_summary(path: Path, scenes: list[Scene], story: Story) -> None:
    content = {
        "dossiers": story.dossiers(),
        "steps": [{"name": scene.name, "seconds": round(scene.seconds, 3)} for scene in scenes],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")

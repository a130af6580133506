"""What a screen reader is told, listed through AT-SPI, the way Orca asks. Run by the system's Python, which has `gi`.

`python3 read_aloud.py NAME`: waits for the line "look" on standard input, then prints one JSON line for every thing to be
seen of the application called NAME. Stands on its own: nothing of the program is imported here.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_SECONDS = 60


def application(name):
    """Applications come to the bus a moment after their window does."""
    loop, found = GLib.MainLoop(), []

    def look():
        desktop = Atspi.get_desktop(0)
        children = (desktop.get_child_at_index(number) for number in range(desktop.get_child_count()))
        found.extend(one for one in children if one is not None and one.get_name() == name)
        if found:
            loop.quit()
        return not found

    if look():
        GLib.timeout_add(50, look)
        GLib.timeout_add_seconds(PATIENCE_SECONDS, loop.quit)
        loop.run()
    if not found:
        raise SystemExit(f"no application called {name}")
    return found[0]


def seen(thing):
    states = thing.get_state_set()
    relations = [
        relation.get_target(number).get_name()
        for relation in thing.get_relation_set()
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
        for number in range(relation.get_n_targets())
    ]
    actions = thing.get_action_iface()
    return {
        "role": thing.get_role_name(),
        "name": thing.get_name(),
        "description": thing.get_description(),
        "states": [state.value_nick for state in states.get_states()],
        "labelled_by": relations,
        "actions": [actions.get_action_name(number) for number in range(actions.get_n_actions())] if actions else [],
        "text": thing.get_text_iface() is not None,
    }


def walk(thing, depth=0):
    yield {**seen(thing), "depth": depth}
    if thing.get_role_name() in ("table", "list", "tree", "combo box"):
        return                         # what is inside speaks for itself
    for number in range(thing.get_child_count()):
        child = thing.get_child_at_index(number)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from walk(child, depth + 1)


def main(name):
    # Left alone, a call is given up after 800 ms, which a window on a busy machine may well take.
    Atspi.set_timeout(PATIENCE_SECONDS * 1000, PATIENCE_SECONDS * 1000)
    for line in sys.stdin:
        if line.strip() == "look":
            root = application(name)
            root.clear_cache()
            print(json.dumps(list(walk(root))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

"""Making the copies that are wanted, one paper at a time: plain functions over the store, for whoever works in the background.

What is begun is counted before it is tried, and nothing is remembered outside the store: whatever kills the process, the next one
goes on with what is left.
"""

from kiosk.copy_ports import CopyMaker, CopyNotMade, PageToCopy, PaperToCopy
from kiosk.event_log import event_log, log_problem
from kiosk.store import Store
from kiosk.store.copies import finishing, sending, wanting
from kiosk.store.copies.finishing import TOO_LARGE, NotWanted
from kiosk.store.copies.wanting import WantedCopy
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged, StoreProblem
from kiosk.work import Cancelled, Progress

GONE, UNFORESEEN = "pages-gone", "unforeseen"
LARGEST_PAPER = 256 * 1024 * 1024      # bytes of its captures: they lie in the window's memory while their copy is made


def make_next(store: Store, maker: CopyMaker, progress: Progress) -> bool:
    """Makes the copy wanted longest, or writes down why not; False when none is wanted now. Raises Cancelled, which leaves it
    wanted, and StoreProblem where not even that could be written down."""
    now = store.clock.now_ms()
    wanted = wanting.next_wanted(store.read(), now)
    if wanted is None:
        return False
    if not store.write(lambda database: wanting.begin(database, wanted.id)):
        return True                    # somebody else has it
    begun = wanting.of_copy(store.read(), wanted.id)
    if sum(page.size for page in begun.pages) > LARGEST_PAPER:
        _let_be(store, begun, TOO_LARGE)
        return True
    try:
        _make(store, maker, begun, progress)
    except Cancelled:
        store.write(lambda database: wanting.give_back(database, begun.id))
        raise
    except NotWanted:
        _let_be(store, begun, GONE)
    except PageDamaged as damage:
        log_problem(damage)
        _let_be(store, begun, damage.code)
    except StoreProblem as problem:    # the disk is full, or somebody else's: not the paper's fault
        log_problem(problem)
        later, code = store.clock.now_ms(), problem.code
        store.write(lambda database: wanting.put_off(database, begun, code, later, counts=False))
    except CopyNotMade as problem:
        log_problem(problem)
        _put_off(store, begun, problem.code)
    except Exception as error:  # noqa: BLE001  (whatever a picture does to the maker: its paper goes as it was captured)
        event_log().error("unforeseen", exc_info=error, extra={"dossier": begun.dossier})
        _put_off(store, begun, UNFORESEEN)
    return True


def take_up(store: Store, *, crashed: bool) -> None:
    """What was begun and not ended, by this process or one that died. For the one process that makes copies, while it makes
    none."""
    if wanting.is_left_over(store.read()):
        store.write(wanting.recover if crashed else wanting.give_all_back)


def bring_up(store: Store) -> bool:
    """Lists what is to be sent where that changed without a copy being made; True when something was looked at."""
    now = store.clock.now_ms()
    if not sending.is_due(store.read(), now):
        return False
    return bool(store.write(lambda database: sending.issue_due(database, store.device, now)))


def _make(store: Store, maker: CopyMaker, begun: WantedCopy, progress: Progress) -> None:
    contents = finishing.content_of_pages(store, begun)
    pages = tuple(
        PageToCopy(content, page.media_type, page.dpi) for content, page in zip(contents, begun.pages, strict=True)
    )
    made = maker.make(PaperToCopy(begun.title, pages, begun.drawing), progress)
    finishing.finish(store, begun, made)


def _put_off(store: Store, begun: WantedCopy, code: str) -> None:
    now = store.clock.now_ms()

    def job(database: Database) -> None:
        wanting.put_off(database, begun, code, now)
        sending.issue(database, store.device, begun.dossier, now)

    store.write(job)


def _let_be(store: Store, begun: WantedCopy, code: str) -> None:
    """No copy of it will ever be made."""
    now = store.clock.now_ms()

    def job(database: Database) -> None:
        wanting.set_aside(database, begun.id, code)
        sending.issue(database, store.device, begun.dossier, now)

    store.write(job)

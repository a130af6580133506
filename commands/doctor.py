"""`doctor [--deep]`: looks over this machine, its settings, its store and its link, and says plainly what is wrong."""

import argparse
import platform
import secrets
from collections.abc import Callable, Iterator

from commands import doctor_copies, doctor_link, doctor_scanner
from commands.doctor_lines import Finding, Line
from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from devices.card.pcsc.inventory import readers_here
from devices.card.problems import CardProblem
from devices.card.slots import SlotState
from devices.vendor.answers import understood
from devices.vendor.description import Description, read_description
from devices.vendor.exchange import exchange_with
from devices.vendor.problems import VendorProblem
from kiosk.catalogue import Catalogue
from kiosk.credentials import DeviceCertificate, Role, decoded
from kiosk.holidays import load_holidays
from kiosk.identity_words import STUB_SAID
from kiosk.moments import day_of, show_date, show_moment
from kiosk.office_calendar import office_calendar
from kiosk.places import province
from kiosk.problems import Problem
from kiosk.role_words import role_said
from kiosk.settings import MEBIBYTE, AgencyKind, ReaderKind
from kiosk.store import Store, checkup, dossiers, facts, numbering, outbox
from kiosk.store.checkup import AuditVerdict
from kiosk.store.database import MINIMUM_SQLITE, driver
from kiosk.store.folder import StoreFolder
from kiosk.store.keys import SystemKeyring, load_checked
from kiosk.store.marks import MarkFolder, usual_folder
from kiosk.words import N_, _
from sync.calls import GatewayCalls
from sync.faults import GatewayBusy, LinkDown
from sync.signer import signer_at_home
from sync.transport import HttpTransport

SUMMARY = N_("Kiểm tra máy, cài đặt, kho dữ liệu và đường truyền.")


_MARKS = {Finding.GOOD: "✓", Finding.WATCH: "!", Finding.BAD: "✗"}


Check = Callable[[], Iterator[Line]]

_AT_READER = {
    SlotState.EMPTY: N_("sẵn sàng"),
    SlotState.CARD: N_("sẵn sàng, có thẻ"),
    SlotState.MUTE: N_("có thẻ không trả lời"),
    SlotState.BUSY: N_("chương trình khác đang giữ"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deep", action="store_true", help=_("đọc lại và đối chiếu từng trang giấy tờ đã lưu"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    doctor = Doctor(workplace, deep=options.deep)
    worst = ExitCode.DONE
    for check in doctor.checks():
        for line in _safely(check):
            print(f"{_MARKS[line.finding]} {line.text}")
            if line.finding is Finding.BAD:
                worst = ExitCode.REFUSED
    return worst


def found(doctor: "Doctor") -> Iterator[Line]:
    """All that was found."""
    for check in doctor.checks():
        yield from _safely(check)


def _safely(check: Check) -> Iterator[Line]:
    """A check that meets a Problem reports it and lets the next one go on."""
    try:
        yield from check()
    except Problem as problem:
        yield Line(Finding.BAD, f"{problem.for_person()} [{problem.code}] {problem.for_operator()}")


class Doctor:
    """Each method looks at one thing; the store is opened for reading only."""

    def __init__(self, workplace: Workplace, *, deep: bool) -> None:
        self._workplace, self._deep = workplace, deep

    def checks(self) -> tuple[Check, ...]:
        """Without settings nobody knows which office this is: only what does not need to know is looked at."""
        try:
            self._workplace.settings()
        except Problem:
            return (self.machine, self.catalogue, self.settings, self.key)
        return (self.machine, self.catalogue, self.settings, self.office, self.fees, self.key, self.disk, self.store,
                self.gateway, self.card_reader, self.agency, self.scanner)

    def machine(self) -> Iterator[Line]:
        known = driver.sqlite_version_info >= MINIMUM_SQLITE
        yield Line(Finding.GOOD if known else Finding.BAD, _("Python {python}, SQLite {sqlite}, {system}").format(
            python=platform.python_version(), sqlite=driver.sqlite_version, system=platform.system()))

    def settings(self) -> Iterator[Line]:
        settings = self._workplace.settings()
        yield Line(Finding.GOOD, _("Cơ quan: {name} ({code})").format(name=settings.office.name, code=settings.office.code))
        calendar = office_calendar(settings.hours, load_holidays(self._workplace.root / "holidays.toml"))
        until = calendar.known_until
        if (until - day_of(self._workplace.clock.now_ms())).days < 60:
            yield Line(Finding.WATCH, _("Lịch nghỉ lễ sắp hết, cần nhập lịch năm sau vào holidays.toml."))
        else:
            yield Line(Finding.GOOD, _("Lịch nghỉ lễ có đến ngày {day}").format(day=show_date(until)))

    def office(self) -> Iterator[Line]:
        """What a receipt and the portal need of the office."""
        office = self._workplace.settings().office
        if province(office.province) is None:
            yield Line(Finding.BAD, _("settings.toml: không có tỉnh, thành phố nào mang mã «{code}»").format(
                code=office.province))
        for key in ("officer", "officer_name"):
            if not getattr(office, key).strip():
                yield Line(Finding.BAD, _("settings.toml: [office] {key} còn trống").format(key=key))

    def fees(self) -> Iterator[Line]:
        """Amounts that no procedure would ever ask for."""
        settings, day = self._workplace.settings(), day_of(self._workplace.clock.now_ms())
        for code, amounts in settings.fees.items():
            try:
                procedure = Catalogue.load().on(code, day, settings.office.province)
            except Problem as problem:
                yield Line(Finding.BAD, _("settings.toml: [fees.\"{code}\"]: {why}").format(code=code, why=problem.for_person()))
                continue
            for key in sorted(set(amounts) - {fee.key for fee in procedure.fees if fee.set_by_province}):
                yield Line(Finding.BAD, _("settings.toml: [fees.\"{code}\"] {key}: thủ tục này không có khoản thu nào như vậy do "
                                          "tỉnh quy định").format(code=code, key=key))

    def key(self) -> Iterator[Line]:
        """Before anything is received: is there a keyring, and does it hold the key of this store?"""
        if self._workplace.demo:
            return
        keyring = SystemKeyring()
        keyring.check()
        identity = StoreFolder(self._workplace.root, self._workplace.disk).known()
        if identity is None:
            yield Line(Finding.GOOD, _("Kho khóa của máy: dùng được"))
            return
        load_checked(keyring, identity.store, identity.key_id)
        yield Line(Finding.GOOD, _("Kho khóa của máy: có chìa khóa của kho dữ liệu này"))

    def catalogue(self) -> Iterator[Line]:
        catalogue = Catalogue.load()
        catalogue.check()
        yield Line(Finding.GOOD, _("Danh mục: đọc được cả {count} thủ tục").format(count=len(catalogue.codes())))

    def disk(self) -> Iterator[Line]:
        root = self._workplace.root
        while not root.exists():
            root = root.parent
        free = self._workplace.disk.free_bytes(root) // MEBIBYTE
        reserve = self._workplace.settings().pages.reserve_mebibytes
        finding = Finding.GOOD if free > 4 * reserve else Finding.WATCH if free > reserve else Finding.BAD
        yield Line(finding, _("Ổ đĩa còn trống {free} MiB (dưới {reserve} MiB thì ngừng tiếp nhận)").format(
            free=free, reserve=reserve))

    def store(self) -> Iterator[Line]:
        with self._workplace.store_for_reading() as store:
            if store is None:
                yield Line(Finding.GOOD, _("Chưa có kho dữ liệu; sẽ tạo khi tiếp nhận hồ sơ đầu tiên."))
                return
            yield from self._content(store)
            yield from self._numbers(store)
            yield from self._waiting(store)
            yield from doctor_copies.of_copies(store.read(), self._workplace.clock.now_ms())
            yield from self._link(store)

    def _content(self, store: Store) -> Iterator[Line]:
        faults = checkup.database_faults(store.read())
        yield Line(Finding.BAD if faults else Finding.GOOD, _("Cơ sở dữ liệu: {count} lỗi").format(count=len(faults)))
        pages = list(checkup.page_faults(store, deep=self._deep))
        yield Line(Finding.BAD if pages else Finding.GOOD, _("Trang giấy tờ: {count} trang thiếu hoặc hỏng").format(
            count=len(pages)))
        for fault in pages[:20]:
            line = dossiers.line(store.read(), fault.dossier)
            number = line.number if line else "?"
            yield Line(Finding.BAD, _("  {number} ({dossier}), trang {page}: {what}").format(
                number=number, dossier=fault.dossier, page=fault.number, what=fault.what))
        stray = checkup.strays(store)
        if stray:
            yield Line(Finding.WATCH, _("{count} tệp trang không thuộc hồ sơ nào").format(count=len(stray)))
        yield from self._audit(checkup.audit_verdict(store))

    def _audit(self, verdict: AuditVerdict) -> Iterator[Line]:
        finding = Finding.GOOD if verdict.whole else Finding.BAD
        yield Line(finding, _("Nhật ký: {count} dòng nguyên vẹn").format(count=verdict.chain.lines))
        if verdict.contradicted:
            yield Line(Finding.BAD, _("Nhật ký không khớp với {count} giấy báo đã nhận của trục").format(
                count=verdict.contradicted))
        if verdict.forgotten:
            yield Line(Finding.WATCH, _("Kho đã khôi phục từ bản sao: {count} giấy báo đã nhận thuộc phần nhật ký không còn "
                                        "ở đây").format(count=verdict.forgotten))

    def _numbers(self, store: Store) -> Iterator[Line]:
        mark = MarkFolder(usual_folder(), self._workplace.disk).load(store.device_id)
        if numbering.must_draw_anew(store.read(), mark):
            yield Line(Finding.WATCH, _("Kho này cũ hơn dấu số đã cấp (khôi phục từ bản sao?): lần mở tới sẽ đổi mã máy."))
        seen = facts.number(store.read(), facts.LAST_SEEN_AT)
        if seen > self._workplace.clock.now_ms() + 5_000:
            yield Line(Finding.BAD, _("Đồng hồ máy chậm hơn hồ sơ mới nhất ({moment})").format(moment=show_moment(seen)))

    def _waiting(self, store: Store) -> Iterator[Line]:
        waiting = outbox.count_waiting(store.read())
        aside = store.read().execute(
            "SELECT count(*) FROM outbox WHERE state IN ('conflict', 'quarantined')"
        ).fetchone()[0]
        yield Line(Finding.GOOD, _("Chờ gửi: {count} việc").format(count=waiting))
        if aside:
            yield Line(Finding.WATCH, _("Cần cán bộ xem: {count} việc (lệnh «outbox»)").format(count=aside))

    def _link(self, store: Store) -> Iterator[Line]:
        """What is known of the link without asking anybody: nothing, where no gateway is set and none was ever met."""
        database, now = store.read(), self._workplace.clock.now_ms()
        if not self._workplace.settings().gateway.url and not doctor_link.met(database):
            return
        yield from doctor_link.of_numbers(database, now)
        yield from doctor_link.of_clock(database)
        yield from doctor_link.of_lanes(database, now)

    def gateway(self) -> Iterator[Line]:
        url = self._workplace.settings().gateway.url
        if not url:
            yield Line(Finding.WATCH, _("Chưa đặt địa chỉ trục; hồ sơ được giữ trên máy."))
            return
        yield from self._enrolment()
        transport = HttpTransport(url, self._workplace.ca_file())
        try:
            calls = GatewayCalls(transport)
            calls.hello(secrets.token_hex(16))
            self._ask_as_this_machine(calls)
        except (LinkDown, GatewayBusy) as away:
            yield Line(Finding.WATCH, f"{away.for_person()} [{away.code}] {away.for_operator()}")
            return
        finally:
            transport.close()
        yield Line(Finding.GOOD, _("Trục trả lời tại {url}").format(url=url))

    def _ask_as_this_machine(self, calls: GatewayCalls) -> None:
        """A call that changes nothing here, for hearing whether the gateway still takes it. Raises NotAdmitted."""
        with self._workplace.store_for_reading() as store:
            signer = signer_at_home(store) if store and facts.certificate(store.read()) else None
        if signer is not None:
            calls.sign_as(signer)
            calls.renew()

    def _enrolment(self) -> Iterator[Line]:
        """Is this machine a device of the gateway, as what, until when?"""
        with self._workplace.store_for_reading() as store:
            kept = facts.certificate(store.read()) if store else None
            pinned = facts.blob(store.read(), facts.GATEWAY_KEY) if store else None
        if not (self._workplace.demo or self._workplace.settings().gateway.public_key or pinned):
            yield Line(Finding.WATCH, _("Máy chưa ghi danh với trục nên chưa gửi được; hồ sơ được giữ trên máy. Xin mã của người "
                                        "vận hành trục rồi chạy «enrol --code»."))
            return
        certificate = decoded(kept.body, DeviceCertificate) if kept else None
        if certificate is None:
            yield Line(Finding.WATCH, _("Máy chưa có chứng nhận của trục."))
            return
        office = self._workplace.settings().office
        told = _("Đã ghi danh: {counter}, cơ quan {office}, vai trò {role}; chứng nhận đến {until}").format(
            counter=certificate.counter, office=certificate.office, role=_role(certificate.role),
            until=show_moment(certificate.valid_to * 1000))
        left = certificate.valid_to - self._workplace.clock.now_ms() // 1000
        late = left < (certificate.valid_to - certificate.valid_from) // 4         # a new one is fetched at half of its time
        yield Line(Finding.BAD if left < 0 else Finding.WATCH if late else Finding.GOOD, told)
        if certificate.office != office.code:
            yield Line(Finding.BAD, _("settings.toml ghi cơ quan {office}, khác với chứng nhận.").format(office=office.code))

    def card_reader(self) -> Iterator[Line]:
        """Is what reads chip cards installed, does the service answer, which readers are there? The counter works without."""
        wanted = self._workplace.settings().card
        if wanted.reader is ReaderKind.VENDOR:
            yield from self._vendor(read_description(self._workplace.root / wanted.vendor))
            return
        if wanted.reader is not ReaderKind.PCSC:
            yield Line(Finding.GOOD, _("Đầu đọc thẻ qua dịch vụ thẻ của máy: không dùng ([card] reader = \"{kind}\")").format(
                kind=wanted.reader))
            return
        try:
            readers = readers_here(wanted.pcsc_reader)
        except CardProblem as problem:
            yield Line(Finding.WATCH, f"{problem.for_person()} [{problem.code}] {problem.for_operator()}")
            return
        for reader in readers:
            state = _("thiết bị ký số, không tính là đầu đọc thẻ") if reader.token else _(_AT_READER[reader.state])
            yield Line(Finding.WATCH if reader.token else Finding.GOOD, _("Đầu đọc thẻ «{name}»: {state}").format(
                name=reader.name, state=state))

    def _vendor(self, program: Description) -> Iterator[Line]:
        """The vendor's program is asked once, and nothing of its answer is shown."""
        try:
            understood(exchange_with(program).fetch(program.path), program)
        except VendorProblem as problem:
            yield Line(Finding.WATCH, f"{problem.for_person()} [{problem.code}] {problem.for_operator()}")
            return
        yield Line(Finding.GOOD, _("Phần mềm của hãng đầu đọc trả lời tại {address}; kiểm chứng là của hãng, không phải của máy "
                                   "này").format(address=program.address))

    def scanner(self) -> Iterator[Line]:
        """Does the scanner of the settings answer? The counter works without: pages may come from files."""
        yield from doctor_scanner.of_scanner(self._workplace.settings().scanner, self._workplace.root)

    def agency(self) -> Iterator[Line]:
        """A stub is never taken for a connection."""
        if self._workplace.settings().card.agency is AgencyKind.STUB:
            yield Line(Finding.WATCH, _("Hỏi cơ quan quản lý về người ký thẻ: {said}").format(said=_(STUB_SAID)))


def _role(number: int) -> str:
    return role_said(Role(number)) if number in set(Role) else str(number)

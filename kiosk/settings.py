"""Settings of one counter: `DIR/settings.toml`, one typed structure, unknown keys refused, no secrets."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import msgspec

from kiosk.hours_of_day import hours_of_day
from kiosk.notices import USUAL_REFUSALS
from kiosk.office_hours import OfficeHours
from kiosk.problems import Problem
from kiosk.procedures import Channel, EndOfTerm
from kiosk.signature_ports import CopyForm
from kiosk.words import _

MEBIBYTE = 1024 * 1024
Positive = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
SomeDays = Annotated[int, msgspec.Meta(ge=1, le=60)]
Said = Annotated[str, msgspec.Meta(min_length=1)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class SettingsProblem(Problem):
    """The settings file cannot be used as it is."""

    code: ClassVar[str] = "SETTINGS-01"
    sentence: ClassVar[str] = "Tệp cài đặt của quầy có chỗ sai nên chương trình chưa chạy."
    remedy: ClassVar[str] = "Sửa tệp {path}: {what}"


class OfficeUnknown(Problem):
    """No settings and not the demo: nobody knows which office this is."""

    code: ClassVar[str] = "SETTINGS-02"
    sentence: ClassVar[str] = "Máy này chưa được cài đặt cho cơ quan nào."
    remedy: ClassVar[str] = "Tạo tệp {path} theo mẫu docs/examples/settings.toml, hoặc chạy thử với «--profile demo»."


class Office(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The office whose counter this is, as it stands on its papers."""

    code: str                          # agency code, e.g. "H99.01.02"
    name: str
    superior: str
    place: str                         # địa danh of the date line
    province: str                      # code, e.g. "01"
    counter: str = "Quầy 1"            # this machine's own name; a kiosk's is its own, too ("Ki-ốt 1")
    officer: str = ""                  # id of the officer who signs in by command line
    officer_name: str = ""
    hotline: str = ""
    register_book: str = ""
    return_place: str = ""
    training: bool = False             # receipts say that they are worth nothing


class GatewaySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the counter's gateway is. `public_key` (hex) is pinned; without it the key that `enrol` showed is, and only the
    demo trusts the first hello. `ca_file`: certificates (PEM) of a province's own authority, the only ones that count then."""

    url: str = ""
    public_key: str = ""
    ca_file: str = ""

    def __post_init__(self) -> None:
        if self.public_key and not re.fullmatch(r"[0-9A-Fa-f]{64}", self.public_key):
            raise ValueError(_("public_key phải là 64 chữ số thập lục phân"))


class LinkSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What this office lets the queue use of its link. Forms and decisions always go; pages wait on a `metered` link and in
    `quiet_hours` ("07:30-17:00"), and keep to `cap_kilobytes` a second (0: no cap). Of each minute's forms the cap does not
    count `form_budget_kilobytes`."""

    metered: bool = False
    quiet_hours: tuple[str, ...] = ()
    cap_kilobytes: NotNegative = 0
    form_budget_kilobytes: NotNegative = 64

    def __post_init__(self) -> None:
        for written in self.quiet_hours:
            try:
                hours_of_day(written)
            except ValueError as error:
                raise ValueError(_("quiet_hours phải viết như 07:30-17:00")) from error


class PageSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long captures stay after the gateway has acknowledged them, and the room a new dossier must leave free."""

    keep_days: NotNegative = 30
    reserve_mebibytes: NotNegative = 256


class CopySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Electronic copies of papers. `sign`: officers sign them, and a paper counts as digitised only then. Pages wait
    `hold_minutes` for their copies, finished copies `wait_for_signature_hours` for a signature (0: they go at once, the
    signature follows). `drawings`: words in a paper's name, or keys of requirements, that make it a map or a drawing, kept at
    300 dpi or more."""

    make: bool = True
    sign: bool = True
    hold_minutes: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 30
    wait_for_signature_hours: Annotated[int, msgspec.Meta(ge=0, le=72)] = 0
    drawings: tuple[str, ...] = ("bản vẽ", "bản đồ", "sơ đồ")


class SigningKind(StrEnum):
    """What signs the copies at this counter."""

    NONE = "none"
    PKCS11 = "pkcs11"                  # a token, through the library of its vendor
    SIGN_SERVICE = "sign_service"      # the national signing software on this machine
    TRAINING = "training"              # invented keys: worth nothing, and the signatures say so


class SigningSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Signing copies, and checking signatures. `library`: the PKCS#11 library of the token's vendor. `agency`: stands in the
    visible text, empty: the office's name. `trust_folder` (from DIR): root certificates that count, PEM or DER.
    `time_stamp_url`: a service (RFC 3161) that is asked once there is a link, empty: none. `service`: where the signing
    software listens; `service_message`: what it is told (JSON with $file and $upload), empty: as far as it is published;
    `service_cancelled`: values of Status by which it says that the person closed its window."""

    driver: SigningKind = SigningKind.NONE
    library: str = ""
    form: CopyForm = CopyForm.TRUE_COPY
    agency: str = ""
    trust_folder: Said = "chung-thu-goc"
    time_stamp_url: str = ""
    service: Said = "wss://127.0.0.1:8987"
    service_message: str = ""
    service_cancelled: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.driver is SigningKind.PKCS11 and not self.library:
            raise ValueError(_("library phải là đường dẫn tới thư viện PKCS#11 của USB ký số"))
        if self.time_stamp_url and not re.match(r"https?://", self.time_stamp_url):
            raise ValueError(_("time_stamp_url phải bắt đầu bằng http:// hoặc https://"))


class OthersSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What other counters of the office received: how long this machine keeps what the gateway tells of it; 0 keeps nothing."""

    keep_days: NotNegative = 60


class TermSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this office reads the end of a term in days."""

    end_of_term: EndOfTerm = EndOfTerm.SAME_CLOCK_TIME


class NoticeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reasons form 03 offers at this office; the officer may always write one of their own."""

    refusal_reasons: tuple[str, ...] = USUAL_REFUSALS


class FilingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What citizens submit by themselves at a kiosk. `channel`: as what the portal is told it came in. An officer looks at it
    within `look_within_hours` working hours (0: the slip promises no moment); `acts_next`: who that is, empty: this office.
    What somebody left unfinished is forgotten after `left_days`. `slip`: what the machine's printer holds."""

    channel: Channel = Channel.ONLINE
    look_within_hours: Annotated[int, msgspec.Meta(ge=0, le=400)] = 8
    acts_next: str = ""
    left_days: SomeDays = 7
    slip: Literal["a4", "a4-large", "80mm"] = "a4"


class Contact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to phone at whoever decides: for some sectors, for some procedures (by code), or, neither named, for everything."""

    name: Said
    phone: Said
    sectors: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()


class RadarSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the desk warns of: due within `coming_days` working days; handed over and not taken up for `unmoved_hours`."""

    coming_days: SomeDays = 3
    unmoved_hours: Positive = 24
    contacts: tuple[Contact, ...] = ()


class ReaderKind(StrEnum):
    """Which card reader stands at the counter."""

    NONE = "none"
    PCSC = "pcsc"                      # any reader the system's smart card service knows
    VENDOR = "vendor"                  # a program of the reader's vendor reads and judges: proof not ours


class AgencyKind(StrEnum):
    """Whom to ask about the signer of a card, besides the installed anchors."""

    NONE = "none"
    STUB = "stub"                      # stands in for a connection to come: asks nobody and says so


class CardSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The chip card at this counter. `vendor` names the file in DIR that describes the vendor's local service; `pcsc_reader` is
    part of the name of the one reader that counts, where there are several."""

    reader: ReaderKind = ReaderKind.NONE
    pcsc_reader: str = ""
    vendor: Said = "card-reader.toml"
    agency: AgencyKind = AgencyKind.NONE


class VneidSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """VNeID at a kiosk, by the service this office was given: nothing of it is published, so every name is set here. `url`: its
    address, empty: that way is not offered. `ca_file` (from DIR): the only authority that counts. `issuer`: what its words must
    come from. `..._claim`: how it calls what it says; `levels`: of an account, empty: any. The client's secret is kept in the
    system's keyring, never here."""

    url: str = ""
    ca_file: str = ""
    client_id: str = ""
    scope: Said = "openid"
    issuer: str = ""
    begin_path: Said = "/device"
    token_path: Said = "/token"
    keys_path: Said = "/keys"
    number_claim: Said = "preferred_username"
    name_claim: Said = "name"
    birth_claim: Said = "birthdate"
    sex_claim: Said = "gender"
    address_claim: Said = "address"
    level_claim: Said = "acr"
    levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.url and not re.match(r"https://|http://127\.0\.0\.1[:/]", self.url):
            raise ValueError(_("[vneid] url phải bắt đầu bằng https://"))
        if self.url and not (self.client_id and self.issuer):
            raise ValueError(_("[vneid] cần cả client_id và issuer"))


class ScannerKind(StrEnum):
    """Which way leads to the scanner of the counter."""

    NONE = "none"
    ESCL = "escl"                      # over the network, or a service of the site on this machine
    SANE = "sane"
    WIA = "wia"
    FOLDER = "folder"                  # pages that another program puts into a folder
    CAMERA = "camera"                  # a document camera


class PaperArea(StrEnum):
    """How much of the glass or feeder is scanned."""

    A4 = "a4"
    A3 = "a3"


class ScannerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The scanner at this counter. `address`: what «devices» shows, for "folder" a path (from DIR), for "camera" a number; empty:
    the first there is. `certificate`: SHA-256 (hex) of the one that an https:// scanner must show; empty: any. `wait`: F7 begins
    with waiting for paper switched on."""

    driver: ScannerKind = ScannerKind.NONE
    address: str = ""
    certificate: str = ""
    paper: PaperArea = PaperArea.A4
    wait: bool = False
    read_titles: bool = True           # what is printed at the head of a page helps to tell which paper it is
    taken: str = ""                    # of a folder: where files go once they were taken; empty: «đã lấy» in it
    delete_taken: bool = False         # of a folder: they are deleted instead
    desk_camera: str = ""              # number of the document camera beside the scanner («0» the first), empty: none

    def __post_init__(self) -> None:
        if self.certificate and not re.fullmatch(r"[0-9A-Fa-f]{64}", self.certificate.replace(":", "")):
            raise ValueError(_("certificate phải là 64 chữ số thập lục phân"))


class SpeechKind(StrEnum):
    """What turns a kiosk's texts into sound."""

    AUTO = "auto"                      # the first there is of those below
    ESPEAK = "espeak-ng"
    DISPATCHER = "spd-say"
    OFF = "off"                        # recordings alone, where there are any


PadKey = Annotated[str, msgspec.Meta(pattern=(
    r"^(F([1-9]|[12]\d|3[0-5])|[A-Z0-9]|Up|Down|Left|Right|Tab|Backtab|Home|End|PageUp|PageDown|Insert|Delete|Escape|Backspace"
    r"|Return|Enter|Space|Menu|Help|Back|Forward|Select|Yes|No|Plus|Minus|Asterisk|Slash)$"
))]  # fmt: skip


class KeySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which keys a kiosk's key pad sends, by Qt's names. Enter and the space bar press in any case, Escape goes back."""

    previous: tuple[PadKey, ...] = ("Up", "Left", "Backtab")
    next: tuple[PadKey, ...] = ("Down", "Right", "Tab")
    press: tuple[PadKey, ...] = ()
    back: tuple[PadKey, ...] = ("Escape",)
    listen: tuple[PadKey, ...] = ("F1",)


class SelfServiceSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The kiosk: how large its screen is, whether a code reader that types stands beside it, after how long a turn nobody
    goes on with is asked whether anybody is there, after how long an officer is called to a card that was left (0: not at all),
    which program rings a bell when an officer is called."""

    screen_inches: Annotated[float, msgspec.Meta(ge=7, le=100)] = 27
    code_reader: bool = False
    idle_seconds: Annotated[int, msgspec.Meta(ge=20, le=600)] = 60
    card_left_seconds: Annotated[int, msgspec.Meta(ge=0, le=900)] = 60
    call_command: str = ""             # rings a bell or lights a lamp of this machine; run without a shell
    speech: SpeechKind = SpeechKind.AUTO
    prompts: str = ""                  # folder (from DIR) of recorded prompts: <language>/<key>.wav
    private_audio: bool = False        # it is heard by headphones alone: what is typed may be spoken
    keys: KeySettings = KeySettings()
    languages: tuple[Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}$")], ...] = ("vi", "en")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything an operator may set. `fees`: amounts set by the province, by procedure code and fee key."""

    office: Office
    hours: OfficeHours = OfficeHours()
    terms: TermSettings = TermSettings()
    fees: dict[str, dict[str, NotNegative]] = {}
    gateway: GatewaySettings = GatewaySettings()
    link: LinkSettings = LinkSettings()
    pages: PageSettings = PageSettings()
    copies: CopySettings = CopySettings()
    others: OthersSettings = OthersSettings()
    notices: NoticeSettings = NoticeSettings()
    filing: FilingSettings = FilingSettings()
    radar: RadarSettings = RadarSettings()
    card: CardSettings = CardSettings()
    vneid: VneidSettings = VneidSettings()
    scanner: ScannerSettings = ScannerSettings()
    signing: SigningSettings = SigningSettings()
    selfservice: SelfServiceSettings = SelfServiceSettings()


DEMO = Settings(
    office=Office(
        code="H99.01.02",
        name="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG CÂY GẠO",
        superior="ỦY BAN NHÂN DÂN PHƯỜNG CÂY GẠO",
        place="Cây Gạo",
        province="01",
        counter="Quầy 3",
        officer="cb-001",
        officer_name="Lò Thị Mai Hương",
        hotline="1900 0000",
        register_book="01/2026",
        return_place="Quầy trả kết quả, Trung tâm Phục vụ hành chính công phường Cây Gạo",
        training=True,
    ),
    # Invented amounts: the real ones are decided by each province and set by the operator.
    fees={"1.004873": {"certificate": 15_000}},
    pages=PageSettings(reserve_mebibytes=64),
    signing=SigningSettings(driver=SigningKind.TRAINING),
    radar=RadarSettings(contacts=(
        Contact(name="Phòng Tư pháp – Hộ tịch (giả định)", phone="1900 0000, máy lẻ 12", sectors=("Hộ tịch", "Chứng thực")),
    )),
)


def read_settings(path: Path, *, demo: bool) -> Settings:
    """The settings in `path`; the invented demo office where there is no file and `demo` is set.

    Raises SettingsProblem naming the faulty key, OfficeUnknown.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError as error:
        if demo:
            return DEMO
        raise OfficeUnknown(path=path) from error
    except (msgspec.MsgspecError, ValueError, OSError) as error:
        raise SettingsProblem(path=path, what=error) from error

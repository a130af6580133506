"""The printed receipt says what the sheet says, letter for letter, on both copies and both papers."""

import re
import unicodedata

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.receipt_sheet import FeePrint, OwnerLine, PaperLine
from printing.codes import CodeTooLong
from printing.fonts import REPLACEMENT
from printing.forms.receipt import render, unprintable
from printing.forms.receipt_words import FIELDS, dong
from printing.forms.template import load
from printing.layout import PaperSize, page
from printing.verify_text import NoToken, number_in, token_in
from tests.printing.sheets import NUMBER, TOKEN, Printed, papers, sheet, words
from tests.soaking import in_soak

PAPERS = list(PaperSize)
LENGTHS = range(250, 1450, 37)
TEMPLATE = load("tt03-2025-mau01", FIELDS)
HOSTILE = [
    "<b>An",
    '<img src="file:///etc/passwd">',
    "&amp; &lt;b&gt; &#0; &nbsp;",
    "<para>An</para></para>",
    "<a href='http://x.vn'>An</a> <!-- An --> <![CDATA[An]]> <?xml?>",
    "{submitter_name} {0} %s %(x)d \\n",
    "Khôngngắtquãng" * 60,
]


def printed(paper: PaperSize = PaperSize.A4, **changes: object) -> Printed:
    return Printed(render(sheet(**changes), paper))


# ---- what it says ----------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_both_copies_say_everything(paper):
    usual = sheet()
    file = Printed(render(usual, paper))
    for number in (1, 2):
        copy = words("".join(file.copy(number)))
        for text in (
            "ỦY BAN NHÂN DÂN PHƯỜNG TÂN LẬP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", f"Mã hồ sơ: {NUMBER}", usual.submitter_name,
            usual.submitter_address, usual.submitter_phone, usual.submitter_email, usual.submitter_identifier,
            usual.procedure, usual.owners[0].name, "(trực tiếp)", "2. Số lượng hồ sơ: 01 bộ", usual.term,
            "4. Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 23 tháng 11 năm 2026 (Quầy số 3)",
            "5. Thời gian trả kết quả giải quyết hồ sơ: 09 giờ 05 phút, ngày 27 tháng 11 năm 2026",
            "Tân Lập, ngày 23 tháng 11 năm 2026", usual.return_place, "0 đồng (miễn: đăng ký đúng hạn",
            usual.officer_name, "Hỗ trợ: 1900 0000", TEMPLATE.code, *(line.name for line in usual.papers),
        ):  # fmt: skip
            assert words(text) in copy, text
    assert words("(Liên 1: Lưu)") in words(file.copy(1)[0])
    assert words("(Liên 2: Giao người nộp hồ sơ)") in words(file.copy(2)[0])


def test_moments_are_vietnamese_whatever_the_machine_says(monkeypatch):
    monkeypatch.setenv("TZ", "America/Lima")
    midnight = 1_798_736_400_000  # 2026-12-31T17:00:00Z
    assert words("00 giờ 00 phút, ngày 01 tháng 01 năm 2027") in printed(received_at=midnight).words


@pytest.mark.parametrize("paper", PAPERS)
def test_an_ordinary_receipt_takes_one_page(paper):
    assert len(printed(paper).pages) == 2
    offline = ("Hồ sơ đã được tiếp nhận tại quầy, chưa đăng ký lên Cổng Dịch vụ công quốc gia.",)
    temporary = printed(paper, notices=offline, number="TMP-Q3-261123-0012", number_is_temporary=True)
    assert len(temporary.pages) == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_a_temporary_number_is_marked(paper):
    file = printed(paper, number="TMP-Q3-261123-0012", number_is_temporary=True)
    assert file.words.count(words("MÃ TẠM: TMP-Q3-261123-0012")) == 2
    assert words(TEMPLATE.temporary_note) in file.words
    assert words("Mã hồ sơ:") not in file.words


def test_without_due_date_the_officer_writes_it():
    assert words("hồ sơ: …… giờ …… phút, ngày …… tháng …… năm ……… (người tiếp nhận ghi)") in printed(due_at=None).words


def test_what_is_not_known_leaves_a_line_to_fill_in():
    bare = printed(submitter_phone="", submitter_email="", submitter_identifier="", term="", owners=(), token="")
    assert words("Số định danh cá nhân/Hộ chiếu: ……") in bare.words
    assert words("Số điện thoại: ………") in bare.words
    assert "quyđịnhlà:......" in bare.words
    assert "Chủhồsơ:......" in bare.words
    assert words("Email: a@b.vn") in printed(submitter_phone="", submitter_email="a@b.vn").words


def test_fees_carry_their_basis_and_their_sum():
    fees = (FeePrint("Phí thẩm định", 150_000), FeePrint("Lệ phí", 15_000, "giảm 50% theo Nghị quyết 12/2026/NQ-HĐND"))
    file = printed(fees=fees, fee_method="tiền mặt")
    for text in ("150.000 đồng", "15.000 đồng (giảm 50%", "Cộng: 165.000 đồng; hình thức thu: tiền mặt"):
        assert words(text) in file.words
    assert words("7. Phí, lệ phí (nếu có): không thu") in printed(fees=(), fee_method="").words
    assert dong(1_005_000) == "1.005.000"


@pytest.mark.parametrize("paper", PAPERS)
def test_what_the_reader_must_see_first_stands_in_capitals_at_the_head_of_both_copies(paper):
    file = printed(paper, marks=("GIẤY TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ", "Bản in lại lúc 15:30 24/11/2026"))
    for copy in (1, 2):
        head = words(file.copy(copy)[0]).partition(words("Quét mã để kiểm tra"))[0]
        assert head.endswith(words("· GIẤY TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ · BẢN IN LẠI LÚC 15:30 24/11/2026"))


def test_notices_are_printed_in_plain_words():
    file = printed(notices=("Hồ sơ chưa đăng ký lên Cổng.", "Giữ giấy này."))
    assert words("Lưu ý: – Hồ sơ chưa đăng ký lên Cổng. – Giữ giấy này.") in file.words


# ---- whose names these are ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Y Blŭk Êban", "H'Ơ̆n Niê", "Ƀ", "Y Wư̆ Êñuôl", "H'Bê̆ Mlô", "Nguyễn Ngọc Diễm Quỳnh"])
def test_names_of_the_highlands_come_out_whole(name, form):
    typed = unicodedata.normalize(form, name)
    file = printed(submitter_name=typed, owners=(OwnerLine(typed),), papers=(PaperLine(typed, 1),))
    assert file.words.count(words(name)) == 2 * 4  # name, owner, paper, signature


def test_composed_and_decomposed_input_print_the_same_file():
    one, other = (unicodedata.normalize(form, "H'Ơ̆n Niê Ê̆ban") for form in ("NFC", "NFD"))
    assert render(sheet(submitter_name=one), PaperSize.A5) == render(sheet(submitter_name=other), PaperSize.A5)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:12])
def test_markup_and_endless_words_are_only_text(name, paper):
    everywhere = printed(
        paper, submitter_name=name, submitter_address=name, owners=(OwnerLine(name, name, name),), officer_name=name,
        papers=(PaperLine(name, 1, note=name),), fees=(FeePrint(name, 5, name),), notices=(name,), procedure=name,
        return_place=name, term=name, channel=name, fee_method=name,
    )  # fmt: skip
    assert everywhere.words.count(words(name)) >= 2 * 14
    assert words(TEMPLATE.signatures.officer) in everywhere.words


@pytest.mark.parametrize("paper", PAPERS)
def test_a_word_longer_than_a_page_is_broken_and_not_cut(paper):
    endless = "W" * 6000
    file = printed(
        paper,
        submitter_name=endless,
        owners=(OwnerLine(endless),),
        papers=(PaperLine(endless, 1),),
        officer_name=endless,
    )
    assert file.words.count("W") == 2 * 5 * len(endless)


def test_a_character_without_glyph_is_shown_and_reported():
    odd = sheet(submitter_name="An \u202eBình 😀", owners=(OwnerLine("\u05d0"),))
    assert unprintable(odd) == ("\u202e", "😀", "\u05d0")
    file = Printed(render(odd, PaperSize.A4))
    assert words(f"An {REPLACEMENT}Bình {REPLACEMENT} (") in file.words
    assert words("Ký tự U+202E, U+1F600, U+05D0 không có trong bộ chữ in") in file.words
    assert unprintable(sheet()) == ()


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=80), st.integers(0, 12))
def test_anything_typed_can_be_printed(text, count):
    strange = sheet(submitter_name=text, papers=papers(count), owners=(OwnerLine(text, text, text),) * 2)
    for paper in PAPERS:
        assert token_in(render(strange, paper)) == TOKEN


# ---- long ones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", [0, 1, 7, 30, 200])
def test_any_number_of_papers(count, paper):
    rows = papers(count)
    file = Printed(render(sheet(papers=rows), paper))
    for number in (1, 2):
        pages = file.copy(number)
        copy = words("".join(pages))
        assert all(words(row.name) in copy for row in rows)
        assert all((words("Bản chứng thực") in words(text)) is (words("Giấy tờ") in words(text)) for text in pages)
    assert (words("Không nộp kèm giấy tờ.") in file.words) is (count == 0)


@pytest.mark.parametrize("paper", PAPERS)
def test_pages_are_counted_within_each_copy(paper):
    file = printed(paper, papers=papers(60))
    each = len(file.pages) // 2
    assert each > 1
    for number in (1, 2):
        for page_number, text in enumerate(file.copy(number), 1):
            assert words(f"{NUMBER} · Liên {number} · Trang {page_number}/{each}") in words(text)


@pytest.mark.parametrize("paper", PAPERS)
def test_rows_are_torn_only_when_no_page_could_hold_them(paper):
    rows = tuple(PaperLine(f"Đầu{n} " + "giấy chứng nhận " * 30 + f"cuối{n}", 1) for n in range(20))
    begun: list[str] = []
    for text in map(words, printed(paper, papers=rows).copy(2)):
        begun += (here := re.findall(r"Đầu(\d+)g", text))
        assert here == re.findall(r"cuối(\d+?)(?=01|$|[^\d])", text)
    assert begun == [str(n) for n in range(20)]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("length", [*LENGTHS[::3], *in_soak(LENGTHS[1::3]), *in_soak(LENGTHS[2::3]), 4000])
def test_a_text_of_any_length_finds_its_pages(length, paper):
    long = "giấy " * length + "hết"
    rows = (*papers(3), PaperLine(long, 1), *papers(3))
    file = printed(paper, papers=rows, notices=(long,), officer_name=long, submitter_address=long)
    assert file.words.count(words("giấy hết")) == 2 * 4
    assert file.words.count("giấy") >= 2 * 4 * length


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", range(4, 40, 3))
def test_signatures_stay_together_and_never_alone(count, paper):
    last = words(printed(paper, papers=papers(count)).copy(2)[-1])
    for text in ("Vào Sổ theo dõi hồ sơ", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Lê Văn Hòa", "Ghi chú:"):
        assert words(text) in last


def test_many_owners_are_listed():
    owners = tuple(OwnerLine(f"Chủ thứ {n} nhà", f"0011990{n:05}", f"Số {n}") for n in range(1, 41))
    file = printed(owners=owners)
    assert words("Chủ hồ sơ (40 người):") in file.words
    assert all(words(f"{n}. Chủ thứ {n} nhà; 0011990{n:05}; địa chỉ: Số {n}") in file.words for n in range(1, 41))


# ---- paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"papers": papers(60), "number": "TMP-Q3-261123-0012", "number_is_temporary": True},
        {
            "submitter_name": "W" * 400,
            "papers": (PaperLine("W" * 400, 1),),
            "agency": "W" * 200,
            "notices": ("W" * 400,),
        },
        {"hotline": "1900 0000, nhánh 12; ban đêm 0900 000 000 (thư ký trực)", "number": "H15.50.05.13.99.99-20261123-00000007"},
        {"submitter_name": "H'Ơ̆n" * 60, "due_at": None, "token": ""},
    ],
    ids=["usual", "long", "wide", "footer", "marks"],
)
def test_nothing_stands_outside_the_margins(changes, paper):
    sizes = TEMPLATE.paper[paper]
    form = page(paper, sizes.margins)
    footer = form.bottom - 3 * sizes.footer
    box = (form.left - 0.5, footer, form.width - form.right + 0.5, form.height - form.top + 0.5)
    file = printed(paper, **changes)
    assert file.outside(*box) == []
    assert file.outside(box[0] + 9, *box[1:]) != []
    assert {tuple(round(side) for side in sheet_of_paper.get_size()) for sheet_of_paper in file.pages} == {
        (round(form.width), round(form.height))
    }


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("length", [20, 90, 224, 300])
def test_a_coarse_scan_reads_both_codes(length, paper):
    token = (TOKEN * 2)[:length]
    file = printed(paper, token=token)
    for index in (0, len(file.pages) // 2):
        codes = zxingcpp.read_barcodes(file.picture(index, dpi=100), formats=zxingcpp.BarcodeFormat.QRCode)
        assert [code.text for code in codes] == [token]
        bars = zxingcpp.read_barcodes(file.picture(index, dpi=200), formats=zxingcpp.BarcodeFormat.Code128)
        assert [code.text for code in bars] == [NUMBER]


def test_only_tinos_is_in_the_file():
    pdf = render(sheet(papers=papers(30), token="", submitter_email=""), PaperSize.A4)
    assert Printed(pdf).fonts() == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    assert b"Helvetica" not in pdf
    assert b"Times" not in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/FontDescriptor ") == pdf.count(b"/Subtype /TrueType")


def test_the_same_sheet_gives_the_same_bytes():
    odd = sheet(submitter_name="H'Ơ̆n Niê")
    first = render(odd, PaperSize.A4)
    render(sheet(papers=papers(50)), PaperSize.A5)
    assert render(odd, PaperSize.A4) == first


# ---- the file speaks for itself ------------------------------------------------------------------------


def test_token_and_number_are_read_back_from_the_file():
    pdf = render(sheet(), PaperSize.A5)
    assert (token_in(pdf), number_in(pdf)) == (TOKEN, NUMBER)
    about = pypdfium2.PdfDocument(pdf).get_metadata_dict(skip_empty=True)
    assert "Nguyệt" not in "".join(about.values())


@pytest.mark.parametrize("pdf", [b"", b"no pdf", render(sheet(token=""), PaperSize.A5)], ids=["empty", "no pdf", "no token"])
def test_a_file_without_token_is_refused(pdf):
    with pytest.raises(NoToken) as refused:
        token_in(pdf)
    assert refused.value.code == "FORM-03"


@pytest.mark.parametrize("token", ["lower case", "Ê", "A" * 900], ids=["letters", "marks", "too long"])
def test_a_token_that_makes_no_readable_code_is_refused(token):
    with pytest.raises(CodeTooLong) as refused:
        render(sheet(token=token), PaperSize.A5)
    assert refused.value.code == "FORM-02"


def test_a_fee_nobody_has_set_is_named_and_never_printed_as_free() -> None:
    fees = (FeePrint("Lệ phí bản sao", 8_000), FeePrint("Lệ phí xác nhận", None, "mức chưa cài đặt tại quầy"))
    copy = words("".join(printed(fees=fees, fee_method="tiền mặt").copy(1)))
    assert words("Lệ phí xác nhận: mức chưa cài đặt tại quầy") in copy
    assert words("8.000 đồng") in copy
    assert words("không thu") not in copy

"""What the portal's desk of the demo sends: with a result comes a file, marked as worth nothing."""

from kiosk.dossier import PortalStatus
from kiosk.store.dossiers import DossierLine
from sync.messages import DemoDecision, DemoFile

_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def decision_of(line: DossierLine, status: PortalStatus | None, note: str) -> DemoDecision:
    """`status` None: only a note."""
    if status is None:
        return DemoDecision(line.number, kind="note", note=note or "Đã chuyển chuyên viên xem xét.")
    if status is not PortalStatus.PROCESSED:
        wanted = (note,) if status is PortalStatus.SUPPLEMENT_WANTED and note else ()
        return DemoDecision(line.number, status, note, wanted=wanted)
    file = DemoFile(f"Kết quả {line.number}.pdf", "application/pdf", a_paper(f"KET QUA (TAP HUAN) {line.number}"))
    return DemoDecision(line.number, status, note, files=(file,))


def a_paper(text: str) -> bytes:
    """A page of A4 with one line of ASCII on it."""
    drawn = b"BT /F 16 Tf 72 760 Td (%s) Tj ET" % text.encode("ascii", "replace").replace(b"(", b"\\(").replace(b")", b"\\)")
    objects = (*_OBJECTS, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn), _FONT)
    paper, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(paper))
        paper += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    begun = len(paper)
    paper += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    paper += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(paper + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, begun))

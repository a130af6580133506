"""What the PDF says of itself, twice in the same words as PDF/A wants: an XMP packet and the older document information."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from kiosk.version import VERSION

PROGRAM = f"Một cửa {VERSION}"


@dataclass(frozen=True, slots=True)
class Kind:
    """Which PDF/A. Part 1 is only for the validator at hand, which knows no other."""

    part: int
    version: str


ARCHIVAL, FOR_VALIDATOR = Kind(2, "1.7"), Kind(1, "1.4")


def packet(title: str, kind: Kind) -> bytes:
    """The XMP packet."""
    about = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\
<xmp:CreatorTool>{escape(PROGRAM)}</xmp:CreatorTool></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\
<pdf:Producer>{escape(PROGRAM)}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>{kind.part}</pdfaid:part>\
<pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    return about.encode()


def information(title: str) -> str:
    return f"<< /Title {text(title)} /Creator {text(PROGRAM)} /Producer {text(PROGRAM)} >>"


def text(words: str) -> str:
    """A PDF text string."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def sayable(words: str) -> str:
    """Without what XML cannot hold."""
    return "".join(letter for letter in words if letter.isprintable()).strip()

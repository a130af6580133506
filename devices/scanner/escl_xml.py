"""What a network scanner says in XML, read as if it meant harm: no document type, no entities, bounded in size, depth and number.

Element names count without their name space, which firmware spells in several ways.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

LARGEST = 512 * 1024
_DEEPEST, _MOST = 40, 20_000
_SEPARATOR = " "


class Garbled(ValueError):
    """It is not what a scanner says."""


@dataclass(slots=True)
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def all(self, name: str) -> list["Element"]:
        """Every element of this name below, in the order of the document."""
        found = []
        for child in self.children:
            if child.name == name:
                found.append(child)
            found += child.all(name)
        return found

    def first(self, name: str) -> "Element | None":
        return next(iter(self.all(name)), None)

    def said(self, name: str) -> str:
        """The text of the first element of this name, "" where there is none."""
        found = self.first(name)
        return found.text if found else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(element.text for element in self.all(name))

    def number(self, name: str) -> int:
        """0 where there is none, or none that is sensible."""
        said = self.said(name)
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 8 else 0


def read(content: bytes, root: str) -> Element:
    """The document, whose outermost element must be called `root`. Raises Garbled."""
    if len(content) > LARGEST:
        raise Garbled("too many bytes")
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:       # LookupError: an encoding nobody knows
        raise Garbled("not XML") from error
    if builder.root is None or builder.root.name != root:
        raise Garbled("another document")
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST or len(self._open) >= _DEEPEST:
            raise Garbled("too many elements")
        element = Element(_bare(name), {_bare(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def _bare(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def _refuse(*_declared: object) -> None:
    raise Garbled("a document type")

"""Finds the line of every value in a TOML text that has already been parsed, so that a broken rule can name its line.

`tomllib` keeps no positions. This walks the same text again, only when there is something to report.
"""

from bisect import bisect_right

from kiosk.catalogue.faults import Path, Step

_SPACE = " \t\r\n"


class LineIndex:
    """Path of each key, table and array element -> the line it stands on (1-based)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0] + [offset + 1 for offset, char in enumerate(text) if char == "\n"]
        self._lines: dict[Path, int] = {(): 1}
        self._document()

    def of(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it when it is missing from the text."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _document(self) -> None:
        counts: dict[Path, int] = {}
        table: Path = ()
        while self._skip():
            if self._text[self._at] == "[":
                table = self._header(counts)
            else:
                self._pair(table)

    def _header(self, counts: dict[Path, int]) -> Path:
        start = self._at
        repeated = self._text.startswith("[[", self._at)
        self._at += 2 if repeated else 1
        path: Path = ()
        for step in self._key():
            path = (*path, step)
            if path in counts:
                path = (*path, counts[path])
        if repeated:
            base = path[:-1] if path and isinstance(path[-1], int) else path
            counts[base] = counts.get(base, -1) + 1
            self._mark(base, start)
            path = (*base, counts[base])
        self._mark(path, start)
        self._at += 2 if repeated else 1
        return path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for step in self._key():
            path = (*path, step)
            self._mark(path, start)
        self._at += 1                                      # "="
        self._value(path)

    def _key(self) -> list[Step]:
        """A dotted key; stops before "=" or "]"."""
        steps: list[Step] = []
        while self._skip() and self._text[self._at] not in "=]":
            if self._text[self._at] == ".":
                self._at += 1
            elif self._text[self._at] in "\"'":
                start = self._at
                self._string()
                steps.append(self._text[start + 1:self._at - 1])
            else:
                start = self._at
                while self._text[self._at] not in _SPACE + ".=]":
                    self._at += 1
                steps.append(self._text[start:self._at])
        return steps

    def _value(self, path: Path) -> None:
        self._skip()
        char = self._text[self._at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline_table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\r\n":
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._skip() and self._text[self._at] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._mark((*path, index), self._at)
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip() and self._text[self._at] != "}":
            if self._text[self._at] == ",":
                self._at += 1
            else:
                self._pair(path)
        self._at += 1

    def _string(self) -> None:
        quote = self._text[self._at]
        long = self._text.startswith(quote * 3, self._at)
        end = quote * 3 if long else quote
        self._at += len(end)
        while not self._text.startswith(end, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(end)
        while long and self._text.startswith(quote, self._at):
            self._at += 1                                  # """" ends with a quote inside the string

    def _skip(self) -> bool:
        """Past spaces and comments; False at the end of the text."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in _SPACE:
                self._at += 1
            else:
                return True
        return False

    def _mark(self, path: Path, offset: int) -> None:
        self._lines.setdefault(path, bisect_right(self._starts, offset))

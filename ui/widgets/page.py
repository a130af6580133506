"""How every page of the window begins: one column, the same margins, the same space between its parts."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.style import look


def page_column(page: QWidget) -> QVBoxLayout:
    """The column a page is laid out in."""
    measures, column = look().measures, QVBoxLayout(page)
    column.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
    column.setSpacing(measures.near)
    return column

"""Cells that a spreadsheet would run, made harmless, and back (OWASP, «CSV injection»)."""

# A cell that begins so is a formula to a spreadsheet, the wide forms in Japanese and Chinese ones.
_BEGIN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralised(cell: str) -> str:
    """The cell, with an apostrophe before it where it would be a formula.

    >>> neutralised("=1+1"), neutralised("Gao")
    ("'=1+1", 'Gao')
    """
    return "'" + cell if cell.startswith(_BEGIN) else cell


def restored(cell: str) -> str:
    """A neutralised cell as it was.

    >>> restored("'=1+1"), restored("'Gao")
    ('=1+1', "'Gao")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_BEGIN) else cell

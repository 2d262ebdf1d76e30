"""Draws the picture of the stages: `python docs/scripts/stages.py` writes docs/images/stages.svg.

Tall and narrow, so that it can be read on a phone.
"""

from html import escape
from pathlib import Path

PICTURE = Path(__file__).parents[1] / "images" / "stages.svg"
WIDTH, LEFT, BOX = 420, 14, 300  # pixels: the picture, its margin, a stage
GAP, TITLE, LINE, PAD = 30, 20, 18, 13  # between stages; heights of text
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"
LABELS = (  # the colours of the report
    ("DATE", "#a8447f"),
    ("COUNT", "#8a6500"),
    ("FORCE", "#c04f00"),
    ("ORG", "#5b5fa8"),
    ("PLACE", "#00795a"),
    ("PERSON", "#0072b2"),
)
# A stage: its name, what it does, what it hands on, and what leaves to the side there.
STAGES = (
    ("Your texts", ("files, folders, archives,", "with titles and dates if known"), "", ""),
    (
        "Read",
        ("decode, find the text of a page,", "refuse what is no French text"),
        "Document",
        "rejects",
    ),
    ("Annotate", ("words, sentences, and the names", "that the model proposes"), "Doc", "rejects"),
    (
        "Extract and normalise",
        ("label by label: keep, correct, add;", "then give each a value"),
        "mentions",
        "",
    ),
    ("Link", ("whose dead, where, when;", "who did what to whom"), "statements", ""),
    ("Merge", ("one row for each person and event;", "say which figures contradict"), "rows", ""),
    ("Write", ("tables, report, maps,", "files for other tools"), "outputs", ""),
)


def picture() -> str:
    """The picture, as SVG."""
    parts, y = [], 14
    for number, (name, lines, _, aside) in enumerate(STAGES):
        chips = name.startswith("Extract")
        height = 2 * PAD + TITLE + LINE * len(lines) + (58 if chips else 0)
        if number:
            parts.append(_arrow(y - GAP, y, STAGES[number - 1][2]))
        parts.append(_box(y, height, name, lines))
        if chips:
            parts.append(_chips(y + PAD + TITLE + LINE * len(lines) + 8))
        if aside:
            parts.append(_aside(y + height / 2, aside))
        y += height + GAP
    height = y - GAP + 14
    title = "The stages: read, annotate, extract and normalise, link, merge, write"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label="{title}" '
        f'font-family="{SANS}" font-size="14" fill="#1d1a16">\n'
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#fffdf9"/>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#5d554b"/></marker></defs>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _box(y: float, height: float, name: str, lines: tuple[str, ...]) -> str:
    texts = [_text(LEFT + 16, y + PAD + 15, name, 'font-size="17" font-weight="600"')]
    first = y + PAD + TITLE + 14
    texts += [
        _text(LEFT + 16, first + LINE * n, line, 'fill="#5d554b"') for n, line in enumerate(lines)
    ]
    return (
        f'<rect x="{LEFT}" y="{y}" width="{BOX}" height="{height}" rx="8" fill="#f7f2e8" '
        'stroke="#c2b49c"/>' + "".join(texts)
    )


def _arrow(start: float, end: float, handed: str) -> str:
    x = LEFT + 40
    line = (
        f'<path d="M{x} {start + 2}V{end - 3}" stroke="#5d554b" stroke-width="1.500" '
        'marker-end="url(#tip)"/>'
    )
    style = f'font-family="{MONO}" font-size="12.500" fill="#8a3410"'
    return line + (_text(x + 14, end - GAP / 2 + 4, handed, style) if handed else "")


def _aside(y: float, name: str) -> str:
    start = LEFT + BOX
    style = f'font-family="{MONO}" font-size="12.500" fill="#8a3410"'
    return (
        f'<path d="M{start + 2} {y}H{start + 26}" stroke="#5d554b" stroke-width="1.500" '
        'stroke-dasharray="4 3" marker-end="url(#tip)"/>' + _text(start + 31, y + 4, name, style)
    )


def _chips(y: float) -> str:
    parts = []
    for number, (label, colour) in enumerate(LABELS):
        x, top = LEFT + 16 + (number % 3) * 90, y + (number // 3) * 26
        style = 'font-size="12" font-weight="600" fill="#fff" text-anchor="middle"'
        parts.append(
            f'<rect x="{x}" y="{top}" width="82" height="21" rx="4" fill="{colour}"/>'
            + _text(x + 41, top + 15, label, style)
        )
    return "".join(parts)


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")

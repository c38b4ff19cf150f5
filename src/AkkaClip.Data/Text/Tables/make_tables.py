#!/usr/bin/env python3
"""Writes the two tables beside it from the data that every Python carries: the named character
references of the HTML standard, and the canonical forms of the Unicode Character Database."""
import html.entities
import pathlib
import unicodedata

here = pathlib.Path(__file__).parent


def write(name, comment, lines):
    (here / name).write_text("".join(f"{line}\n" for line in [f"# {comment}", *lines]), encoding="ascii")


references = html.entities.html5
write(
    "html-entities.tsv",
    "Named character references of the HTML standard: name, code points; '*': valid without a semicolon too.",
    [
        "\t".join([name[:-1], " ".join(f"{ord(c):x}" for c in text), *(["*"] if name[:-1] in references else [])])
        for name, text in sorted(references.items())
        if name.endswith(";")
    ],
)

hangul = range(0xAC00, 0xD7A4)
lines, start = [], None
for point in range(0x110000):
    order = unicodedata.combining(chr(point))
    if order:
        lines.append(f"c\t{point:x}\t{order}")
for point in range(0x110000):
    form = unicodedata.decomposition(chr(point))
    if form and not form.startswith("<") and point not in hangul:
        parts = [int(part, 16) for part in form.split()]
        composes = unicodedata.normalize("NFC", "".join(map(chr, parts))) == chr(point)
        lines.append("\t".join(["=" if composes else "d", f"{point:x}", *(f"{part:x}" for part in parts)]))
for point in [0x3000, *range(0xFF01, 0xFFF0)]:
    form = unicodedata.normalize("NFKC", chr(point))
    if form != chr(point):
        lines.append("\t".join(["w", f"{point:x}", *(f"{ord(c):x}" for c in form)]))
write(
    "canonical-forms.tsv",
    f"Unicode {unicodedata.unidata_version}. c: combining class; =: decomposition that composes again; "
    "d: one that does not; w: standard form of a full- or half-width character.",
    lines,
)

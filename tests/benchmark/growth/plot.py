"""Draws how the cost of a run grows: two axes that grow tenfold each step, so that what costs twice as much for twice as many is a straight line that rises
as the dashed ones do.

    plot.py FOLDER SVG     FOLDER: has rows.dat, contracts.dat, lines.dat and scenarios.dat, of `how many` and `microseconds` a line
"""

import math
import pathlib
import sys

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 84, 216, 16, 52
COUNTS = {10: "10", 100: "100", 10**3: "1,000", 10**4: "10,000", 10**5: "100,000", 10**6: "1,000,000", 10**7: "10,000,000"}
TIMES = {10**3: "1 ms", 10**4: "10 ms", 10**5: "100 ms", 10**6: "1 s", 10**7: "10 s", 10**8: "100 s"}
# Readable on white and on black, and by who does not tell red from green; and each has a mark of its own.
KINDS = {
    "contracts": ("contracts on one set of data", "#d55e00", "M-4-4h8v8h-8z"),
    "scenarios": ("scenarios drawn", "#0072b2", "M0-5L5 4H-5z"),
    "lines": ("lines of one contract", "#b5608f", "M0-5L5 0L0 5L-5 0z"),
    "rows": ("rows of data", "#009e73", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"),
}
STYLE = ("text{font:13px sans-serif;fill:#767676}.grid{stroke:#8886;fill:none}.axis{stroke:#767676;fill:none}.guide{stroke:#888;stroke-dasharray:4 4;fill:none}"
         "@media(prefers-color-scheme:light){text{fill:#222}}@media(prefers-color-scheme:dark){text{fill:#ddd}}")


def place(value, ticks, begin, length):
    """Where a value stands on an axis: of its logarithm, to a tenth of a point."""
    low, high = min(ticks), max(ticks)
    return round(begin + length * math.log(value / low) / math.log(high / low), 1)


def x(count):
    return place(count, COUNTS, LEFT, WIDTH - LEFT - RIGHT)


def y(time):
    return place(time, TIMES, HEIGHT - BOTTOM, TOP + BOTTOM - HEIGHT)


def path_of(points):
    return "M" + "L".join(f"{x(count)} {y(time)}" for count, time in points)


def axes():
    for count, label in COUNTS.items():
        yield f'<path class="grid" d="M{x(count)} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield f'<text x="{x(count)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{label}</text>'
    for time, label in TIMES.items():
        yield f'<path class="grid" d="M{LEFT} {y(time)}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y(time) + 4}" text-anchor="end">{label}</text>'
    yield f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>'
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">how many</text>'
    yield f'<text transform="translate(14 {(TOP + HEIGHT - BOTTOM) / 2})rotate(-90)" text-anchor="middle">a whole run of the program</text>'


def guides():
    """Where each costs the same: a microsecond, a hundred, ten thousand."""
    low, high = min(TIMES), max(TIMES)
    for each in (1, 100):
        yield f'<path class="guide" d="{path_of([(max(low // each, min(COUNTS)), max(low, each * min(COUNTS))), (min(high // each, max(COUNTS)), min(high, each * max(COUNTS)))])}"/>'


def kinds(folder):
    """A line of each kind, and its name where it ends; names that would cover one another stand one below the other."""
    ends = []
    for name, (label, colour, mark) in KINDS.items():
        points = [tuple(map(int, line.split())) for line in (folder / f"{name}.dat").read_text(encoding="utf-8").splitlines()]
        yield f'<path fill="none" stroke="{colour}" stroke-width="2" d="{path_of(points)}"/>'
        yield from (f'<path fill="{colour}" transform="translate({x(count)} {y(time)})" d="{mark}"/>' for count, time in points)
        ends.append((label, colour, mark))
    for line, (label, colour, mark) in enumerate(ends):
        height = TOP + 20 + 24 * line
        yield f'<path fill="{colour}" transform="translate({WIDTH - RIGHT + 14} {height})" d="{mark}"/>'
        yield f'<text x="{WIDTH - RIGHT + 24}" y="{height + 4}">{label}</text>'
    height = TOP + 20 + 24 * len(ends)
    yield f'<path class="guide" d="M{WIDTH - RIGHT + 6} {height}h14"/><text x="{WIDTH - RIGHT + 24}" y="{height + 4}">twice as many,</text>'
    yield f'<text x="{WIDTH - RIGHT + 24}" y="{height + 20}">twice as long</text>'


def main():
    folder, drawing = map(pathlib.Path, sys.argv[1:])
    title = "<title>How long a run takes, by how many rows, contracts, lines and scenarios it has</title>"
    parts = [title, f"<style>{STYLE}</style>", *axes(), *guides(), *kinds(folder)]
    text = "\n".join(parts)
    drawing.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">\n{text}\n</svg>\n', encoding="utf-8")


main()

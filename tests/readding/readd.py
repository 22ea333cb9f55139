#!/usr/bin/env python3
"""Adds up again what `whereas explain` says, apart from the program: every payment of the corpus, the contracts, the examples and the terms.

    readd.py PROGRAM ROOT [FOLDER…]

Of the JSON of each explanation it checks that
  - each figure follows from its parts by the rule that it names (docs/language/explanations.md), in exact fractions;
  - the figure at the root is what is paid;
  - each figure that is read stands in the data file at the line and column that are named;
  - where an input is summed over days, all rows of the data for these days, read here from the CSV, add up to it: none is left out.
Explanations of a whole year must be the sum of its payments. What cannot be checked is counted by its kind, and only kinds that are listed in
UNCHECKED may occur.
"""

import collections
import concurrent.futures
import csv
import datetime
import json
import pathlib
import re
import subprocess
import sys
from fractions import Fraction

import cases

# What this script passes over, and why.
UNCHECKED = {
    "overdue, in parts": "interest that does not itself bear interest: which receipts pay it hangs on days that the two parts do not say",
    "data given by a scenario": "the figures stand in the contract, not in a data file",
    "rows that are divided": "a row for more days than are asked for; its part is checked as a product",
    "rows by other years": "periods of fiscal and contract years, whose days only the contract says",
}


class Wrong(Exception):
    pass


def number(text):
    return Fraction(text)


# --- rules -----------------------------------------------------------------------------------------------------------------------------
def rounded(value, places, mode):
    scaled = value * Fraction(10) ** places
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    if rest == 0:
        return value
    up = floor + 1
    away, toward = (up, floor) if scaled > 0 else (floor, up)
    if mode in ("ceiling", "floor", "up", "down"):
        whole = {"ceiling": up, "floor": floor, "up": away, "down": toward}[mode]
    elif rest != Fraction(1, 2):
        whole = up if rest > Fraction(1, 2) else floor
    else:
        whole = {"half even": floor if floor % 2 == 0 else up, "half up": away, "half down": toward}[mode]
    return Fraction(whole) / Fraction(10) ** places


def solved(parts, unknown):
    """The parts are the rows of a circle of definitions: x = coefficients * x + constant."""
    count = next(n for n in range(1, 100) if n * (n + 1) == len(parts))
    rows = []
    for row in range(count):
        numbers = parts[row * (count + 1):(row + 1) * (count + 1)]
        rows.append([(1 if row == column else 0) - numbers[column] for column in range(count)] + [numbers[count]])
    for column in range(count):
        pivot = next(row for row in range(column, count) if rows[row][column] != 0)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [entry / rows[column][column] for entry in rows[column]]
        for row in range(count):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column])]
    return rows[unknown][count]


def compared(how, left, right):
    is_not, how = how.startswith("not "), how.removeprefix("not ")
    held = {"at least": left >= right, "at most": left <= right, "under": left < right, "over": left > right, "exactly": left == right}[how]
    return Fraction(int(held != is_not))


def by_rule(node, parts):
    """What the parts come to by the rule that the node names; None where the rule has no sum."""
    rule = node["rule"]
    if rule in ("sum", "remembered"):
        return sum(parts, Fraction(0))
    if rule == "difference":
        return parts[0] - sum(parts[1:], Fraction(0))
    if rule == "product":
        product = Fraction(1)
        for part in parts:
            product *= part
        return product
    if rule == "quotient":
        return parts[0] / parts[1]
    if rule == "negation":
        return -parts[0]
    if rule == "greatest":
        return max(parts)
    if rule == "least":
        return min(parts)
    if rule == "same":
        (only,) = parts
        return only
    if rule == "average":
        return sum(parts, Fraction(0)) / len(parts)
    if rule == "choice":
        return parts[-1]
    if rule == "slice":
        return (min(parts[0], parts[2]) if len(parts) > 2 else parts[0]) - parts[1]
    if rule in ("packages", "full packages"):
        quotient = parts[0] / parts[1]
        return Fraction(quotient.__floor__() if rule == "full packages" else quotient.__ceil__())
    if rule == "rounding":
        (only,) = parts
        return rounded(only, node["rounding"]["places"], node["rounding"]["mode"])
    if rule == "solution":
        return solved(parts, node["unknown"])
    if rule == "truth":
        if "from_day" in node:
            return Fraction(int(node["window"]["to"] >= node["from_day"]))
        return compared(node["compares"], *parts)
    raise Wrong(f"there is no rule `{rule}`")


# --- data ------------------------------------------------------------------------------------------------------------------------------
def days_of(period):
    """First and last day of a period as data names it; None for years that only the contract knows."""
    iso = datetime.date.fromisoformat
    if re.fullmatch(r"\d{4}-\d\d-\d\d", period):
        return iso(period), iso(period)
    match = re.fullmatch(r"(\d{4})(?:-(Q[1-4]|H[12]|\d\d))?", period)
    if not match:
        return None
    year, part = int(match.group(1)), match.group(2)
    first, months = 1, 12
    if part and part[0] == "Q":
        first, months = 3 * int(part[1]) - 2, 3
    elif part and part[0] == "H":
        first, months = 6 * int(part[1]) - 5, 6
    elif part:
        first, months = int(part), 1
    end = first + months
    after = datetime.date(year + (end - 1) // 12, (end - 1) % 12 + 1, 1)
    return datetime.date(year, first, 1), after - datetime.timedelta(days=1)


class Data:
    """The CSV files of a folder, read once."""

    def __init__(self, folder):
        self.folder = folder
        self.tables = {}

    def text(self, name):
        with open(self.folder / name, encoding="utf-8-sig", newline="") as file:
            return file.read()

    def table(self, name):
        if name not in self.tables:
            self.tables[name] = list(csv.DictReader(self.text(name).splitlines())) if name.endswith(".csv") else []
        return self.tables[name]

    def cell(self, place):
        name, line, column = place.rsplit(":", 2)
        lines = re.split(r"\r\n|\n", self.text(name))
        rest = lines[int(line) - 1][int(column) - 1:]
        match = re.match(r'"?(-?\d+(?:\.\d+)?)', rest)
        if not match:
            raise Wrong(f"no figure stands at {place}")
        return number(match.group(1))

    def rows(self, names, series, where):
        """(first day, last day or None, figure) of each row that has a figure of the input and passes the tests."""
        for name in names:
            for row in self.table(name):
                if "series" in row and "value" in row and series not in row:
                    text = row["value"] if row["series"] == series else None
                else:
                    text = row.get(series)
                if not text:
                    continue
                passes = True
                for test in where:
                    value = row.get(test["dimension"])
                    if value is not None:
                        passes = passes and ((value in test["values"]) == test["is"])
                if passes:
                    yield days_of(row["period"]), number(text)


# --- explanations ----------------------------------------------------------------------------------------------------------------------
class Reader:
    def __init__(self, data, files, counts):
        self.data = data
        self.files = files
        self.counts = counts

    def read(self, explanation):
        root = explanation["why"]
        if root is None:
            raise Wrong("it has no derivation")
        self.known = {}
        trees = [root] + explanation.get("further", [])
        for tree in trees:
            self.collect(tree)
        for tree in trees:
            self.add_up(tree)
        if number(root["value"]) != number(explanation["amount"]):
            raise Wrong(f"{explanation['amount']} is paid, and the figure at the root is {root['value']}")

    def collect(self, node):
        if node["parts"] is not None:
            self.known[node["id"]] = node
            for part in node["parts"]:
                self.collect(part)

    def add_up(self, node):
        if node["parts"] is None:
            if node["id"] not in self.known:
                raise Wrong(f"figure {node['id']} is taken apart nowhere")
            if self.known[node["id"]]["value"] != node["value"]:
                raise Wrong(f"figure {node['id']} is {node['value']} here and {self.known[node['id']]['value']} there")
            return
        for part in node["parts"]:
            self.add_up(part)
        self.counts["figures"] += 1
        self.counts["rule: " + node["rule"]] += 1
        value = number(node["value"])
        rule = node["rule"]
        if rule == "figure written":
            if node["parts"]:
                raise Wrong(f"`{node['words']}` is written, and has parts")
            return
        if rule == "data read":
            self.look_up(node, value)
            return
        parts = [number(part["value"]) for part in node["parts"]]
        if rule == "apportioned":
            self.check_apportioned(node, value, parts)
        elif rule == "overdue":
            if value != max(Fraction(0), parts[0] - parts[1]):
                self.counts["unchecked: overdue, in parts"] += 1
        else:
            try:
                again = by_rule(node, parts)
            except (ValueError, IndexError, KeyError, StopIteration, ZeroDivisionError) as fault:
                raise Wrong(f"`{node['words']}` ({rule}, figure {node['id']}) has {len(parts)} parts, which its rule does not take: {fault!r}") from fault
            if again != value:
                raise Wrong(f"`{node['words']}` ({rule}, figure {node['id']}) is {value}, and its parts {[str(part) for part in parts]} come to {again}")
        if "data" in node:
            self.compare_with_rows(node, value)

    def look_up(self, node, value):
        place = node["cell"]
        if place is None:
            raise Wrong(f"`{node['words']}` is read from nowhere")
        if place.rsplit(":", 2)[0].endswith(".deal"):
            return
        self.counts["cells"] += 1
        if self.data.cell(place) != value:
            raise Wrong(f"{value} is read at {place}, where {self.data.cell(place)} stands")

    def check_apportioned(self, node, value, parts):
        unit = Fraction(1, 10) ** node["rounding"]["places"]
        if value % unit != 0:
            raise Wrong(f"`{node['words']}` is no multiple of {unit}")
        if value - parts[0] <= -unit or value < rounded(parts[0], node["rounding"]["places"], "floor"):
            raise Wrong(f"`{node['words']}` is less than its share rounded down")

    def compare_with_rows(self, node, value):
        asked = node["data"]
        first, last = (datetime.date.fromisoformat(node["window"][end]) for end in ("from", "to"))
        is_balance = re.fullmatch(re.escape(asked["input"]) + r" on \d{4}-\d\d-\d\d", node["words"]) is not None
        cells = {part["cell"].rsplit(":", 2)[0] for part in node["parts"] if part["cell"]}
        if any(name.endswith(".deal") for name in cells) or (self.files["scenario"] and not cells):
            self.counts["unchecked: data given by a scenario"] += 1
            return
        names = sorted(cells) if self.files["scenario"] else self.files["data"]
        is_missing = [part["rule"] == "figure written" and part["words"].endswith(": missing is zero") and number(part["value"]) == 0 for part in node["parts"]]
        if any(part["rule"] != "data read" and not missing for part, missing in zip(node["parts"], is_missing)):
            self.counts["unchecked: rows that are divided"] += 1
            return
        total = Fraction(0)
        for days, figure in self.data.rows(names, asked["input"], asked["where"]):
            if days is None:
                self.counts["unchecked: rows by other years"] += 1
                return
            if is_balance:
                total += figure if days[0] <= last <= days[1] else 0
            elif first <= days[0] and days[1] <= last:
                total += figure
            elif days[0] <= last and first <= days[1]:
                self.counts["unchecked: rows that are divided"] += 1
                return
        self.counts["sums of rows"] += 1
        if total != value:
            raise Wrong(f"`{node['words']}` from {first} to {last} is {value}, and the rows of the data add up to {total}")


def check_pools(explanations):
    """The parts of one pool add up to it."""
    pools = collections.defaultdict(list)
    for one in explanations:
        node = one["why"]
        while node and node["rule"] == "same" and node["parts"] and len(node["parts"]) == 1:
            node = node["parts"][0]
        if node and node["rule"] == "apportioned":
            pools[node["parts"][1]["id"]].append((number(node["value"]), number(node["parts"][1]["value"])))
    for parts in pools.values():
        if sum(part for part, _ in parts) != parts[0][1]:
            raise Wrong(f"the parts {[str(part) for part, _ in parts]} do not add up to the pool of {parts[0][1]}")
    return len(pools)


# --- runs ------------------------------------------------------------------------------------------------------------------------------
def call(program, contract, command, arguments, files):
    words = [program, command, contract.name]
    for name in files["data"]:
        words += ["--data", name]
    if files["scenario"]:
        words += ["--scenario", files["scenario"]]
    done = subprocess.run(words + arguments + ["--format", "json"], cwd=contract.parent, capture_output=True, text=True)
    if done.returncode == 1 and done.stdout:
        done.returncode = 0  # a promise that does not hold changes no payment
    return done


def read_run(program, contract, data_files, scenario):
    counts = collections.Counter()
    wrong = []
    files = {"data": data_files, "scenario": scenario}
    name = f"{contract} {' '.join(data_files)} {scenario or ''}".rstrip()
    run = call(program, contract, "run", [], files)
    if run.returncode != 0:
        counts["runs refused"] += 1
        return counts, wrong
    statement = json.loads(run.stdout)
    counts["runs"] += 1
    reader = Reader(Data(contract.parent), files, counts)
    asked = []
    for payment in statement["payments"]:
        counts["payments in statements"] += 1
        if (payment["clause"], payment["period"]) not in asked:
            asked.append((payment["clause"], payment["period"]))
    paid = collections.Counter()
    for clause, period in asked:
        done = call(program, contract, "explain", [clause, period], files)
        if done.returncode != 0:
            wrong.append(f"{name}: explain \"{clause}\" {period} is refused: {done.stderr.strip()[:200]}")
            continue
        told = json.loads(done.stdout)
        explanations = told if isinstance(told, list) else [one for end in told["ends"] for one in end["payments"]]
        if isinstance(told, list):
            expected = sorted(p["amount"] for p in statement["payments"] if (p["clause"], p["period"]) == (clause, period))
            if sorted(one["amount"] for one in explanations) != expected:
                wrong.append(f"{name}: \"{clause}\" {period} pays {expected}, and explained are {[one['amount'] for one in explanations]}")
        for one in explanations:
            counts["explanations"] += 1
            try:
                reader.read(one)
            except Wrong as fault:
                wrong.append(f"{name}: \"{clause}\" {period}: {fault}")
            if isinstance(told, list) and re.match(r"\d{4}(-|$)", period):
                paid[clause, period[:4], one["from"], one["to"], one["currency"]] += number(one["amount"])
        try:
            counts["pools"] += check_pools(explanations)
        except Wrong as fault:
            wrong.append(f"{name}: \"{clause}\" {period}: {fault}")
    check_years(program, contract, files, name, paid, reader, counts, wrong)
    return counts, wrong


def check_years(program, contract, files, name, paid, reader, counts, wrong):
    for clause, year in sorted({(clause, year) for clause, year, *_ in paid}):
        done = call(program, contract, "explain", [clause, year], files)
        if done.returncode != 0:
            continue  # of no calendar year
        told = json.loads(done.stdout)
        if not isinstance(told, list):
            continue
        for one in told:
            if "periods" not in one:
                continue
            counts["sums over a year"] += 1
            try:
                reader.read(one)
                if len(one["periods"]) == len(one["why"]["parts"]) and number(one["amount"]) != sum(number(part["value"]) for part in one["why"]["parts"]):
                    raise Wrong("the year is not the sum of its payments")
            except Wrong as fault:
                wrong.append(f"{name}: \"{clause}\" {year}: {fault}")


def main():
    program, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    folders = sys.argv[3:] or cases.FOLDERS
    jobs = [(contract, data, scenario) for contract in cases.contracts(root, folders) for data, scenario in cases.runs(contract)]
    counts = collections.Counter()
    wrong = []
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for some, faults in pool.map(lambda job: read_run(program, *job), jobs):
            counts += some
            wrong += faults
    for kind in sorted(counts):
        print(f"{counts[kind]:9d}  {kind}")
    for kind in counts:
        if kind.startswith("unchecked: ") and kind.removeprefix("unchecked: ") not in UNCHECKED:
            wrong.append(f"{kind}: is not listed")
    for fault in wrong:
        print(fault.replace(str(root) + "/", ""))
    if not counts["explanations"]:
        wrong.append("nothing was explained")
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The script that adds explanations up again finds what is wrong with them: each fault is put into one that is right."""

import collections
import copy
import pathlib
import tempfile
import unittest
from fractions import Fraction

import readd


def node(rule, value, parts=(), **more):
    node.last += 1
    return {"id": node.last, "rule": rule, "value": value, "words": rule, "window": {"from": "2026-01-01", "to": "2026-03-31"}, "at": None, "cell": None, **more, "parts": list(parts)}


node.last = 0


def example():
    cells = [node("data read", value, cell=f"data.csv:{line}:9") for line, value in ((2, "100"), (3, "110"), (4, "120.01"))]
    revenue = node("sum", "330.01", cells, data={"input": "revenue", "where": []})
    share = node("product", "165.005", [node("figure written", "0.5"), revenue])
    paid = node("rounding", "165", [share], rounding={"places": 2, "mode": "half even"})
    return {"amount": "165.00", "why": paid}


class Readding(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        (pathlib.Path(self.folder.name) / "data.csv").write_text("period,revenue\n2026-01,100\n2026-02,110\n2026-03,120.01\n2026-04,7\n")

    def tearDown(self):
        self.folder.cleanup()

    def read(self, explanation, scenario=None):
        counts = collections.Counter()
        readd.Reader(readd.Data(pathlib.Path(self.folder.name)), {"data": ["data.csv"], "scenario": scenario}, counts).read(explanation)
        return counts

    def test_what_is_right_is_right(self):
        counts = self.read(example())
        self.assertEqual((counts["figures"], counts["cells"], counts["sums of rows"]), (7, 3, 1))

    def refuses(self, change):
        wrong = copy.deepcopy(example())
        change(wrong)
        with self.assertRaises(readd.Wrong):
            self.read(wrong)

    def test_another_amount(self):
        self.refuses(lambda one: one.update(amount="165.01"))

    def test_another_rounding(self):
        self.refuses(lambda one: one["why"]["rounding"].update(mode="half up"))

    def test_a_figure_that_does_not_follow(self):
        self.refuses(lambda one: one["why"]["parts"][0].update(value="165.004"))

    def test_another_rule(self):
        self.refuses(lambda one: one["why"]["parts"][0].update(rule="quotient"))
        self.refuses(lambda one: one["why"]["parts"][0].update(rule="magic"))

    def test_a_cell_that_is_not_there(self):
        self.refuses(lambda one: one["why"]["parts"][0]["parts"][1]["parts"][0].update(cell="data.csv:3:9"))

    def test_a_row_left_out(self):
        def change(one):
            revenue = one["why"]["parts"][0]["parts"][1]
            revenue["parts"].pop()
            revenue["value"] = "210"
            one["why"]["parts"][0]["value"] = "105"
            one["why"]["value"] = "105"
            one["amount"] = "105.00"

        self.refuses(change)

    def test_a_row_of_another_time(self):
        self.refuses(lambda one: one["why"]["parts"][0]["parts"][1]["window"].update(to="2026-04-30"))

    def test_no_derivation(self):
        self.refuses(lambda one: one.update(why=None))

    def test_roundings(self):
        halves = {"half even": ("2", "-2", "4"), "half up": ("3", "-3", "4"), "half down": ("2", "-2", "3"), "up": ("3", "-3", "4"), "down": ("2", "-2", "3"), "ceiling": ("3", "-2", "4"), "floor": ("2", "-3", "3")}
        for mode, expected in halves.items():
            self.assertEqual([readd.rounded(Fraction(value), 0, mode) for value in ("5/2", "-5/2", "7/2")], [Fraction(value) for value in expected], mode)

    def test_a_circle(self):
        # fee = 10% of (100 - fee): 100/11. As rows: x = -0.1 x + 10
        self.assertEqual(readd.solved([Fraction(-1, 10), Fraction(10)], 0), Fraction(100, 11))

    def test_pools(self):
        def part(value):
            pool = {"id": 99, "rule": "rounding", "value": "10", "parts": []}
            return {"why": {"rule": "same", "value": value, "parts": [{"rule": "apportioned", "value": value, "parts": [{"value": value, "parts": []}, pool]}]}}

        self.assertEqual(readd.check_pools([part("4"), part("6")]), 1)
        with self.assertRaises(readd.Wrong):
            readd.check_pools([part("4"), part("5")])


if __name__ == "__main__":
    unittest.main()

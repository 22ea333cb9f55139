"""Rows added up by month and channel with Python's csv and decimal. Prints nanoseconds, then the sums in cents."""
import csv, sys, time
from decimal import Decimal

begin = time.perf_counter_ns()
sums = {}
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    for period, channel, product, revenue, cost in rows:
        pair = sums.setdefault((period[:7], channel), [Decimal(0), Decimal(0)])
        pair[0] += Decimal(revenue)
        pair[1] += Decimal(cost)
print(time.perf_counter_ns() - begin)
for (month, channel), (revenue, cost) in sums.items(): print(month, channel, int(revenue * 100), int(cost * 100))

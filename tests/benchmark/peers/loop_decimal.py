"""The loop in Python's decimal, with what would lose digits refused: prints nanoseconds, then what each scenario pays in cents."""
import csv, sys, time
from decimal import Context, Decimal, Inexact, ROUND_HALF_EVEN, localcontext

def pays(figures):
    zero, cent = Decimal(0), Decimal("0.01")
    half, forty, rest, kept = Decimal("0.5"), Decimal("0.4"), Decimal("0.325"), Decimal("0.75")
    first, second, cap = Decimal(5_000_000), Decimal(25_000_000), Decimal(6_000_000)
    quarter_least, year_least = Decimal(200_000), Decimal(1_000_000)
    basis = earned_before = loss = capped = in_quarter = in_year = total = zero
    advanced = Decimal(5_000_000)
    for month, (revenue, cost) in enumerate(figures):
        basis += revenue - cost
        if basis <= 0: earned = zero
        elif basis <= first: earned = half * basis
        elif basis <= second: earned = half * first + forty * (basis - first)
        else: earned = half * first + forty * (second - first) + rest * (basis - second)
        amount = earned - earned_before + loss
        earned_before = earned
        if amount < 0: loss, amount = amount, zero
        else: loss = zero
        amount = min(amount, cap - capped)
        capped += amount
        if month % 3 == 2:
            amount = max(amount, quarter_least - in_quarter)
            in_quarter = zero
        else: in_quarter += amount
        if month % 12 == 11:
            amount = max(amount, year_least - in_year)
            basis = earned_before = capped = in_year = zero
        else: in_year += amount
        recouped = min(kept * amount, advanced)
        advanced -= recouped
        # Rounding alone may lose digits.
        total += rounding.quantize(amount - recouped, cent)
    return total

rounding = Context(prec=40, rounding=ROUND_HALF_EVEN)
scenarios = {}
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        scenarios.setdefault(row["scenario"], []).append((Decimal(row["revenue"]).scaleb(-2), Decimal(row["cost"]).scaleb(-2)))
with localcontext(Context(prec=40, traps=[Inexact])):
    begin = time.perf_counter_ns()
    totals = [pays(figures) for figures in scenarios.values()]
    print(time.perf_counter_ns() - begin)
for total in totals: print(int(total.scaleb(2)))

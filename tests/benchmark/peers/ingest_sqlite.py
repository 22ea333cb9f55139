"""Rows imported into SQLite and added up there by month and channel, in whole cents. Prints nanoseconds, then the sums."""
import csv, sqlite3, sys, time

begin = time.perf_counter_ns()
database = sqlite3.connect(":memory:")
database.execute("create table rows (period text, channel text, product text, revenue integer, cost integer)")
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    database.executemany("insert into rows values (?, ?, ?, ?, ?)", ((period, channel, product, int(revenue.replace(".", "")), int(cost.replace(".", ""))) for period, channel, product, revenue, cost in rows))
sums = database.execute("select substr(period, 1, 7), channel, sum(revenue), sum(cost) from rows group by 1, 2").fetchall()
print(time.perf_counter_ns() - begin)
for row in sums: print(*row)

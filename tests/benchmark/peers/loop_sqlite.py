"""The loop in SQLite, in memory, by window functions over whole numbers. Prints nanoseconds, then cents."""
import csv, os, re, sqlite3, sys, time

query = open(os.path.join(os.path.dirname(__file__), "loop.sql")).read()
query = query.replace("LEAST(", "min(").replace("GREATEST(", "max(").replace("CAST0", "0")
query = re.sub(r"DIVIDE\(([^,]*), (\d+)\)", r"((\1) / \2)", query)
database = sqlite3.connect(":memory:")
database.execute("create table figures (scenario integer, month integer, revenue integer, cost integer, primary key (scenario, month)) without rowid")
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    database.executemany("insert into figures values (?, ?, ?, ?)", (tuple(map(int, row)) for row in rows))
begin = time.perf_counter_ns()
totals = database.execute(query).fetchall()
print(time.perf_counter_ns() - begin)
for _, total in totals: print(total)

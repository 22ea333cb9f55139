// Rows added up by month and channel in DuckDB, straight from the file, as DECIMAL, on one thread. Prints nanoseconds, then the sums in cents.
import { createRequire } from "node:module";

const { DuckDBInstance } = createRequire(import.meta.url)("@duckdb/node-api");
const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
const begin = process.hrtime.bigint();
const reader = await connection.runAndReadAll(`
  select strftime(period, '%Y-%m') as month, channel, (sum(revenue) * 100)::bigint, (sum(cost) * 100)::bigint
  from read_csv('${process.argv[2]}', header = true, columns = {'period': 'DATE', 'channel': 'VARCHAR', 'product': 'VARCHAR', 'revenue': 'DECIMAL(18,2)', 'cost': 'DECIMAL(18,2)'})
  group by all`);
console.log(String(process.hrtime.bigint() - begin));
for (const row of reader.getRows()) console.log(row.map(String).join(" "));

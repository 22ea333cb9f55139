// The loop in DuckDB, on one thread, over whole numbers: by window functions, or with a column of state for every scenario, taken from month to
// month. Prints nanoseconds, then cents. NODE_PATH, or node_modules above this file, has @duckdb/node-api.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { DuckDBInstance } = createRequire(import.meta.url)("@duckdb/node-api");
const [how, file] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
await connection.run(`create table figures as select scenario::bigint as scenario, month::bigint as month, revenue::bigint as revenue, cost::bigint as cost from read_csv('${file}') order by scenario, month`);

const windows = readFileSync(join(here, "loop.sql"), "utf8")
  .replace(/LEAST/g, "least").replace(/GREATEST/g, "greatest").replace(/CAST0/g, "0")
  .replace(/DIVIDE\(([^,]*), (\d+)\)/g, "(($1) // $2)");

// One table of the figures of a month for all scenarios, lying in order; the state moves from one table to the next.
const month = (number) => {
  const ends_quarter = number % 3 === 2, ends_year = number % 12 === 11;
  const quarter = ends_quarter ? "greatest(capped_amount, 20000000000 - in_quarter)" : "capped_amount";
  const year = ends_year ? "greatest(in_quarter_amount, 100000000000 - in_year)" : "in_quarter_amount";
  const kept = (name) => (ends_year ? "0::bigint" : name);
  return `create or replace temp table state${(number + 1) % 2} as
    select ${kept("basis")} as basis, ${kept("earned")} as before, loss, ${kept("capped")} as capped, ${ends_quarter ? "0::bigint" : "in_quarter + capped_amount"} as in_quarter,
      ${ends_year ? "0::bigint" : "in_year + amount"} as in_year, advanced - recouped as advanced,
      total + exact // 100000 + (case when 2 * (exact % 100000) > 100000 or (2 * (exact % 100000) = 100000 and (exact // 100000) % 2 <> 0) then 1 else 0 end) as total
    from (select *, 100 * amount - recouped as exact from (select *, least(75 * amount, advanced) as recouped from (select *, ${year} as amount from (select *, ${quarter} as in_quarter_amount from
      (select *, capped_before + capped_amount as capped from (select *, least(greatest(with_loss, 0), 600000000000 - capped_before) as capped_amount, least(with_loss, 0) as loss from
      (select *, earned - before + loss_before as with_loss from (select *, 500 * greatest(0, least(basis, 500000000)) + 400 * greatest(0, least(basis - 500000000, 2000000000)) + 325 * greatest(0, basis - 2500000000) as earned from
      (select s.basis + f.revenue - f.cost as basis, s.before, s.loss as loss_before, s.capped as capped_before, s.in_quarter, s.in_year, s.advanced, s.total
       from state${number % 2} s positional join month${number} f))))))))) `;
};
if (how === "months") {
  for (let number = 0; number < 120; ++number) await connection.run(`create temp table month${number} as select revenue, cost from figures where month = ${number} order by scenario`);
  await connection.run("create temp table state0 as select 0::bigint as basis, 0::bigint as before, 0::bigint as loss, 0::bigint as capped, 0::bigint as in_quarter, 0::bigint as in_year, 50000000000000::bigint as advanced, 0::bigint as total from month0");
}
const begin = process.hrtime.bigint();
let reader;
if (how === "months") {
  for (let number = 0; number < 120; ++number) await connection.run(month(number));
  reader = await connection.runAndReadAll("select 0, total from state0");
} else {
  reader = await connection.runAndReadAll(windows);
}
console.log(String(process.hrtime.bigint() - begin));
console.log(reader.getRows().map((row) => String(row[1])).join("\n"));

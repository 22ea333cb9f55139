#!/usr/bin/env bash
# The loop in PostgreSQL by window functions over whole numbers: starts a server of its own on a socket in a folder that goes away with it. Prints
# nanoseconds, as the server counts them, then cents.
set -euo pipefail
here=$(dirname "$0")
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
folder=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then
  chown nobody "$folder"
  as=(setpriv --reuid=nobody --clear-groups)
fi
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U loop -A trust --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -o "-k $folder -h '' -c work_mem=256MB -c max_parallel_workers_per_gather=0 -c jit=off" -l "$folder/log" -w start >/dev/null
sql() { "$bin/psql" -h "$folder" -U loop -d postgres -qAt -v ON_ERROR_STOP=1 "$@"; }
cd - >/dev/null
sql -c "create table figures (scenario bigint, month bigint, revenue bigint, cost bigint, primary key (scenario, month))"
sql -c "\\copy figures from '$1' csv header" >/dev/null
sql -c "analyze figures"
query=$(sed -E 's/^--.*$//; s/CAST0/0::numeric/g; s/DIVIDE\(([^,]*), ([0-9]+)\)/div(\1, \2)/g; s/sum\(revenue - cost\)/sum((revenue - cost)::numeric)/' "$here/loop.sql")
{ echo '\timing on'; echo "$query;"; } | sql > "$folder/answer"
sed -nE 's/^Time: ([0-9.]+) ms.*/\1/p' "$folder/answer" | awk '{ printf "%d\n", $1 * 1000000 }'
sed -nE 's/^[0-9]+\|(-?[0-9]+)$/\1/p' "$folder/answer"

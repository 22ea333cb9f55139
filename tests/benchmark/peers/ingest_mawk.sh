#!/usr/bin/env bash
# Rows added up by month and channel in mawk, which reckons in binary floating point; whole cents stay exact in it. Prints nanoseconds, then the sums.
set -euo pipefail
command -v mawk >/dev/null
begin=$(date +%s%N)
sums=$(mawk -F, 'function cents(text) { sub(/\./, "", text); return text + 0 } NR > 1 { key = substr($1, 1, 7) " " $2; revenue[key] += cents($4); cost[key] += cents($5) } END { for (key in revenue) printf "%s %.0f %.0f\n", key, revenue[key], cost[key] }' "$1")
end=$(date +%s%N)
echo $((end - begin))
echo "$sums"

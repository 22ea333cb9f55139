-- The loop in window functions over whole numbers: cents, and 100,000ths of one from the share on (10,000,000ths in the last step).
-- What is paid of a share with losses carried forward is the rise of its highest sum to date; what is recouped, the rise of the least of the
-- advance and its part to date.
select scenario, cast(sum(paid) as bigint) as total from (
  select scenario, DIVIDE(exact, 100000) + (case when 2 * (exact % 100000) > 100000 or (2 * (exact % 100000) = 100000 and DIVIDE(exact, 100000) % 2 <> 0) then 1 else 0 end) as paid from (
    select scenario, month, 100 * amount - (recouped - lag(recouped, 1, CAST0) over (partition by scenario order by month)) as exact from (
      select scenario, month, amount, LEAST(50000000000000, 75 * sum(amount) over (partition by scenario order by month)) as recouped from (
        select scenario, month, amount + (case when month % 12 = 11 then GREATEST(0, 100000000000 - sum(amount) over (partition by scenario, year order by month)) else 0 end) as amount from (
          select scenario, month, year, amount + (case when month % 3 = 2 then GREATEST(0, 20000000000 - sum(amount) over (partition by scenario, quarter order by month)) else 0 end) as amount from (
            select scenario, month, year, quarter, capped - lag(capped, 1, CAST0) over (partition by scenario, year order by month) as amount from (
              select scenario, month, year, quarter, LEAST(600000000000, sum(amount) over (partition by scenario, year order by month)) as capped from (
                select scenario, month, year, quarter, highest - lag(highest, 1, CAST0) over (partition by scenario order by month) as amount from (
                  select scenario, month, year, quarter, GREATEST(0, max(share) over (partition by scenario order by month)) as highest from (
                    select scenario, month, year, quarter, sum(share) over (partition by scenario order by month) as share from (
                      select scenario, month, year, quarter, earned - lag(earned, 1, CAST0) over (partition by scenario, year order by month) as share from (
                        select scenario, month, year, quarter, 500 * GREATEST(0, LEAST(basis, 500000000)) + 400 * GREATEST(0, LEAST(basis - 500000000, 2000000000)) + 325 * GREATEST(0, basis - 2500000000) as earned from (
                          select scenario, month, DIVIDE(month, 12) as year, DIVIDE(month, 3) as quarter, sum(revenue - cost) over (partition by scenario, DIVIDE(month, 12) order by month) as basis from figures
                        ) a
                      ) b
                    ) c
                  ) d
                ) e
              ) f
            ) g
          ) h
        ) i
      ) j
    ) k
  ) l
) m group by scenario order by scenario

SELECT strftime(date_start, '%Y-%m') AS month, count(*) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high
FROM read_csv(getvariable('file'))
GROUP BY month
ORDER BY month;

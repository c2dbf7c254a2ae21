SELECT count(*) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high
FROM read_csv(getvariable('file'));

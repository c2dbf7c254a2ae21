SELECT id, date_start, date_end, where_coordinates, low, best, high
FROM read_csv(getvariable('file'))
WHERE where_coordinates ILIKE '%rastan%';

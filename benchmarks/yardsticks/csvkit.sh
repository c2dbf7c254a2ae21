#!/bin/sh
# A question on a data set, answered by csvkit: csvkit.sh list|sum|month FILE
#
# csvsql adds up the columns that csvcut leaves sooner than csvstat does, and it can group them.
figures=low,best,high
sums='count(*) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high'
case $1 in
list) csvgrep -c where_coordinates -r '(?i)rastan' "$2" |
    csvcut -c "id,date_start,date_end,where_coordinates,$figures" ;;
sum) csvcut -c "$figures" "$2" |
    csvsql --no-inference --tables events --query "SELECT $sums FROM events" ;;
month) csvcut -c "date_start,$figures" "$2" |
    csvsql --no-inference --tables events \
        --query "SELECT substr(date_start, 1, 7) AS month, $sums FROM events GROUP BY month ORDER BY month" ;;
esac

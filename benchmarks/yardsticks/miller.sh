#!/bin/sh
# A question on a data set, answered by Miller: miller.sh list|sum|month FILE
figures=low,best,high
renamed=low_count,events,low_sum,low,best_sum,best,high_sum,high
case $1 in
list) exec mlr --csv filter '$where_coordinates =~ "rastan"i' \
    then cut -of "id,date_start,date_end,where_coordinates,$figures" "$2" ;;
sum) exec mlr --csv stats1 -a count,sum -f "$figures" \
    then cut -of low_count,low_sum,best_sum,high_sum then rename "$renamed" "$2" ;;
month) exec mlr --csv put '$month = substr1($date_start, 1, 7)' \
    then stats1 -a count,sum -f "$figures" -g month then sort -f month \
    then cut -of month,low_count,low_sum,best_sum,high_sum then rename "$renamed" "$2" ;;
esac

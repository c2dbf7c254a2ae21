"""A question on a data set, answered by pandas, which reads the columns that it takes and no others.

python pandas_package.py list|sum|month FILE
"""

import sys

import pandas as pd

FIGURES = ["low", "best", "high"]


def named(file: str) -> pd.DataFrame:
    """The events of one town."""
    columns = ["id", "date_start", "date_end", "where_coordinates", *FIGURES]
    events = pd.read_csv(file, usecols=columns)[columns]
    return events[events["where_coordinates"].str.contains("rastan", case=False, regex=False)]


def total(file: str) -> pd.DataFrame:
    """How many events, and their figures added up."""
    events = pd.read_csv(file, usecols=FIGURES)
    sums = events.sum().to_frame().T
    sums.insert(0, "events", len(events))
    return sums


def monthly(file: str) -> pd.DataFrame:
    """The same, of each month."""
    events = pd.read_csv(file, usecols=["date_start", *FIGURES])
    groups = events.groupby(events["date_start"].str[:7].rename("month"))
    sums = groups[FIGURES].sum()
    sums.insert(0, "events", groups.size())
    return sums.reset_index()


question, file = sys.argv[1:]
answer = {"list": named, "sum": total, "month": monthly}[question](file)
answer.to_csv(sys.stdout, index=False)

"""Hot columns of one incident table in NumPy and Arrow, and filters compiled onto them."""

from geo.columns.coded import Coded, Parties
from geo.columns.columns import NEEDED, Columns
from geo.columns.dates import UNDATED, to_date, to_day
from geo.columns.spots import Spots

__all__ = ["NEEDED", "UNDATED", "Coded", "Columns", "Parties", "Spots", "to_date", "to_day"]

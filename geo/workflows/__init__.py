"""The verbs that join the store, the reference data and the columns."""

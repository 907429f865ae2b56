"""What the importers share: reading files as records, and checking records by columns."""

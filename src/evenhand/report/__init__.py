"""The report of an inspection as a document: composed from the record, checked, sealed."""

"""What one module says to others: read cheaply, linked by the names they import from each other.

files → summaries (what each name was given, in symbols) → links (which module a name comes from) → things (what it is)
"""

"""One self-contained page: the table and chart of a survey, its findings, and what `run` would write.

Everything that comes from the user's files goes through `escape`; what the page needs besides (style, script) is packaged beside
this file and allowed by its hash alone, so nothing that slips through could run or be fetched.
"""

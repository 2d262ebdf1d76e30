"""Events: statements that speak of one happening, put together within and across documents.

`rows` makes and merges the rows of the table `events`.
"""

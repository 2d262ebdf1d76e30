"""The page that a person reads, made from the tables alone.

Importing it raises `pipeline.optional.MissingExtraError` where the extra [report] is not installed.
"""

from pipeline.optional import need

need("the report", "report")

from pipeline.report.page import write_report  # noqa: E402

__all__ = ["write_report"]

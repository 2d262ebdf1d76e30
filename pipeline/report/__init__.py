"""The page that a person reads, made from the tables alone."""

from pipeline.report.page import write_report

__all__ = ["write_report"]

"""Reads the French-language press on the Sahel and gives back tables."""

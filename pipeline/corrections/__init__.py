"""A user's corrections of the tables: `corrections.csv`, which every run respects.

Columns `action,id,target,value,reason,table`; `table` is people where it is empty or left out. A
line without an action is not decided yet, and does nothing.

People, by `person_id`:

- `merge`: person `id` is person `target`.
- `split`: the mentions of `id` in the documents of `value` («doc1|doc2») are another person, with
  the id `target` (made up if empty); with no `value`, `id` and `target` are never merged.
- `rename`: person `id` is called `value`.
- `drop`: `id` is no person; it is taken out of the tables.

Forces and places, by `force_id` and `place_id`: `merge`, `rename` and `drop` likewise; a `drop`
with documents in `value` holds in those only. Of events (`event_id`) and troop_counts
(«doc_id:start») rows can be dropped.

`pipeline.corrections.proposing` writes a file of likely ones to fill in,
`pipeline.corrections.applying` does what is said of forces, places, events and counts.
"""

from pipeline.corrections.applying import Changes
from pipeline.corrections.proposing import propose, write_ready_corrections
from pipeline.corrections.reading import (
    ACTIONS,
    COLUMNS,
    PEOPLE,
    Correction,
    not_met,
    read_corrections,
)

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "PEOPLE",
    "Changes",
    "Correction",
    "not_met",
    "propose",
    "read_corrections",
    "write_ready_corrections",
]

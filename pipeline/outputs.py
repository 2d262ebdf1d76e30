"""The tables that a run wrote, back in a notebook with their types."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.stores import Store, file_system
from pipeline.tables import TABLES

if TYPE_CHECKING:
    import pyarrow.dataset


class Tables(dict[str, pd.DataFrame]):
    """Table name to DataFrame, each also as an attribute; in a notebook a list of what there is."""

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in self:
            return self[name]
        raise AttributeError(f"no table «{name}»; there are: {', '.join(self)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(frame):,} {name}" for name, frame in self.items())
        return f"<Tables: {sizes}>"

    def _repr_html_(self) -> str:
        from pipeline.showing import tables_html

        return tables_html({name: len(frame) for name, frame in self.items()})


def read(
    folder: str | Path = "outputs",
    *,
    tables: Iterable[str] = (),
    columns: Iterable[str] = (),
) -> Tables:
    """The tables that a run wrote, with their types.

    Args:
        folder: the run's target: a folder, or an address of a store («s3://…»).
        tables: which tables; every one without it. `sentences` holds the texts and `mentions` a
            row a name: where memory counts, leave them out.
        columns: which columns of each table, where it has them; every one without it.

    Returns:
        Table name to DataFrame with pandas' nullable types (string, Int64, Float64, boolean);
        `read("outputs").people` is `read("outputs")["people"]`.

    Raises:
        FileNotFoundError: no tables there.
        KeyError: a table or column that no run writes.

    Example:
        >>> read(folder, tables=["dates"], columns=["text", "value"]).dates.columns.tolist()
        ['text', 'value']
    """
    names = _known(tables, TABLES, "table") or list(TABLES)
    every = dict.fromkeys(c for name in names for c in TABLES[name].names)
    wanted = _known(columns, every, "column")
    found = Tables()
    for name in names:
        there = [c for c in TABLES[name].names if not wanted or c in wanted]
        found[name] = _frame(_dataset(folder, name), there)
    return found


def _known(asked: Iterable[str], there: Iterable[str], what: str) -> list[str]:
    asked = [asked] if isinstance(asked, str) else list(asked)
    for name in asked:
        if name not in there:
            raise KeyError(f"no {what} «{name}»; there are: {', '.join(there)}")
    return asked


def _dataset(folder: str | Path, name: str) -> "pyarrow.dataset.Dataset":
    """A table's Parquet file, or folder of parts."""
    import pyarrow.dataset as ds

    filesystem: Any = None
    store = Store(str(folder))
    if store.local:
        path = str(store.local / f"{name}.parquet")
        exists = Path(path).exists()
    else:
        filesystem, root = file_system(store.url)
        path = f"{root}/{name}.parquet"
        exists = filesystem.exists(path)
    if not exists:
        raise FileNotFoundError(
            f"{folder}: no {name}.parquet; `make pipeline` or `pipeline.run` writes it"
        )
    return ds.dataset(path, format="parquet", filesystem=filesystem)


def _frame(data: "pyarrow.dataset.Dataset", columns: list[str]) -> pd.DataFrame:
    import pyarrow as pa

    string = pd.array([], dtype="string").dtype
    types = {
        pa.string(): string,
        pa.large_string(): string,
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    # An older version's table may lack a column; it is read without.
    there = [c for c in columns if c in data.schema.names]
    table = data.to_table(columns=there)
    # Column by column, each arrow column freed once it is converted.
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=types.get, split_blocks=True, self_destruct=True
    )
    return frame

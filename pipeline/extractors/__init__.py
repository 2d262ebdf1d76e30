"""The extractors as functions for notebooks: each takes texts and gives a DataFrame.

Each takes what `pipeline.extract` takes (a string, a spaCy `Doc`, a list or Series of them, a
DataFrame …) with the same keywords, which mean the same:

- `text`: for a DataFrame, the column that holds the texts.
- `published`: the texts' date, as many dates as there are texts, or a DataFrame's column of them.
- `id`: for a DataFrame, the column that holds the texts' ids.
- `model`: a spaCy pipeline's folder or package, as `pipeline.load` takes it.
- `lexicons`: folders with a user's own lexicon files.

The columns are those of the table that `pipeline.tables` declares. Who wants several tables of
the same texts calls `pipeline.extract` once. What the functions are built from, `find_…`, is in
the modules of this folder: functions from a `Doc` to the spans of one label.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.given import Published, Texts

__all__ = ["counts", "dates", "forces", "organisations", "people", "places"]


def people(
    texts: "Texts",
    *,
    text: str = "text",
    published: "Published" = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> "pd.DataFrame":
    """People with their last rank and office, a row a person: table `people`.

    Args, Raises: as `pipeline.extract`.

    Example:
        >>> people("Le général Assimi Goïta est à Bamako.")[["name", "last_rank"]].values.tolist()
        [['Assimi Goïta', 'général']]
    """
    return _table("people", texts, text, published, id, model, lexicons)


def forces(
    texts: "Texts",
    *,
    text: str = "text",
    published: "Published" = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> "pd.DataFrame":
    """Forces, operations and armed groups, a row each: table `forces`.

    Args, Raises: as `pipeline.extract`.

    Example:
        >>> forces("Les FAMa et la force Barkhane patrouillent.")["name"].tolist()
        ['Forces armées maliennes', 'Opération Barkhane']
    """
    return _table("forces", texts, text, published, id, model, lexicons)


def places(
    texts: "Texts",
    *,
    text: str = "text",
    published: "Published" = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> "pd.DataFrame":
    """Places with country and coordinates, a row a place: table `places`.

    Args, Raises: as `pipeline.extract`.

    Example:
        >>> places("Une attaque a visé Ménaka.")[["name", "country"]].values.tolist()
        [['Ménaka', 'ML']]
    """
    return _table("places", texts, text, published, id, model, lexicons)


def dates(
    texts: "Texts",
    *,
    text: str = "text",
    published: "Published" = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> "pd.DataFrame":
    """Temporal expressions with their TIMEX3 values, a row a mention: table `dates`.

    Args, Raises: as `pipeline.extract`.

    Example:
        >>> dates("Il est arrivé hier.", published="2021-06-03")["value"].tolist()
        ['2021-06-02']
    """
    return _table("dates", texts, text, published, id, model, lexicons)


def counts(
    texts: "Texts",
    *,
    text: str = "text",
    published: "Published" = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> "pd.DataFrame":
    """Numbers of soldiers, fighters, dead, wounded, captured: table `troop_counts`.

    Args, Raises: as `pipeline.extract`.

    Example:
        >>> counts("Barkhane regroupe environ 4 500 militaires.")[["low", "role"]].values.tolist()
        [[4500, 'strength']]
    """
    return _table("troop_counts", texts, text, published, id, model, lexicons)


def organisations(
    texts: "Texts",
    *,
    text: str = "text",
    published: "Published" = None,
    id: str | None = None,
    model: str | Path = "",
    lexicons: Sequence[str | Path] = (),
) -> "pd.DataFrame":
    """Other organisations, a row a mention: the rows of table `mentions` with label ORG.

    Args, Raises: as `pipeline.extract`.

    Example:
        >>> organisations(["L'Union africaine condamne.", "Il pleut."])["text"].tolist()
        ['Union africaine']
    """
    mentions = _table("mentions", texts, text, published, id, model, lexicons)
    return mentions[mentions["label"] == "ORG"].reset_index(drop=True)


def _table(table: str, texts: "Texts", *given: Any) -> "pd.DataFrame":
    from pipeline.extraction import extract

    text, published, id, model, lexicons = given
    found = extract(texts, text=text, published=published, id=id, model=model, lexicons=lexicons)
    return found.tables[table]


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        # Importing the module `dates` would otherwise put it in place of the function `dates`.
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

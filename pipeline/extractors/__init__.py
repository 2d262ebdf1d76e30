"""The extractors as functions for notebooks: each takes texts and gives a DataFrame.

Each takes a string, a spaCy `Doc`, a list or Series of them, or a DataFrame, and the keywords of
`pipeline.extract`: `text`, `published`, `model`, `lexicons`. The columns are those of the table
that `pipeline.tables` declares. What they are built from, `find_…`, is in the modules of this
folder: functions from a `Doc` to the spans of one label.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.extraction import Extraction

__all__ = ["counts", "dates", "forces", "organisations", "people", "places"]


def people(texts: Any, **options: Any) -> "pd.DataFrame":
    """People with their last rank and office; table `people`.

    >>> people("Le général Assimi Goïta est à Bamako.")["name"].tolist()
    ['Assimi Goïta']
    """
    return _extract(texts, options).people


def forces(texts: Any, **options: Any) -> "pd.DataFrame":
    """Forces, operations and armed groups; table `forces`.

    >>> forces("Les FAMa et la force Barkhane patrouillent.")["name"].tolist()
    ['Forces armées maliennes', 'Opération Barkhane']
    """
    return _extract(texts, options).forces


def places(texts: Any, **options: Any) -> "pd.DataFrame":
    """Places with country and coordinates; table `places`.

    >>> places("Une attaque a visé Ménaka.")[["name", "country"]].values.tolist()
    [['Ménaka', 'ML']]
    """
    return _extract(texts, options).places


def dates(texts: Any, **options: Any) -> "pd.DataFrame":
    """Temporal expressions with their TIMEX3 values; table `dates`.

    >>> dates("Il est arrivé hier.", published="2021-06-03")["value"].tolist()
    ['2021-06-02']
    """
    return _extract(texts, options).dates


def counts(texts: Any, **options: Any) -> "pd.DataFrame":
    """Numbers of soldiers, fighters, dead, wounded, captured; table `troop_counts`.

    >>> counts("Barkhane regroupe environ 4 500 militaires.")[["low", "role"]].values.tolist()
    [[4500, 'strength']]
    """
    return _extract(texts, options).troop_counts


def organisations(texts: Any, **options: Any) -> "pd.DataFrame":
    """Other organisations: the rows of table `mentions` with label ORG.

    >>> organisations("L'Union africaine condamne.")["text"].tolist()
    ['Union africaine']
    """
    mentions = _extract(texts, options).mentions
    return mentions[mentions["label"] == "ORG"].reset_index(drop=True)


def _extract(texts: Any, options: dict[str, Any]) -> "Extraction":
    from pipeline.extraction import extract

    return extract(texts, **options)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        # Importing the module `dates` would otherwise put it in place of the function `dates`.
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

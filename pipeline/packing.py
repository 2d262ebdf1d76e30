"""How the values of mentions travel between processes: with the `Doc`, as msgpack."""

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

import srsly

from pipeline.statements.model import Statement
from pipeline.statements.parties import Party
from pipeline.statements.tolls import Dead
from pipeline.text import Offsets
from pipeline.values import (
    CountValue,
    DateValue,
    Document,
    ForceValue,
    OrganisationValue,
    PersonValue,
    PlaceValue,
)

_TRAVELLERS = {
    c.__name__: c
    for c in (
        DateValue,
        CountValue,
        PersonValue,
        PlaceValue,
        ForceValue,
        OrganisationValue,
        Document,
        Offsets,
        Statement,
        Party,
        Dead,
    )
}


@srsly.msgpack_encoders("sahel_values")  # type: ignore[untyped-decorator]
def _encode(obj: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if type(obj).__name__ in _TRAVELLERS and type(obj) is _TRAVELLERS[type(obj).__name__]:
        if isinstance(obj, Statement):  # its parties and dead travel as what they are
            return {"__sahel__": "Statement"} | {f.name: getattr(obj, f.name) for f in fields(obj)}
        return {"__sahel__": type(obj).__name__, **asdict(obj)}
    return chain(obj) if chain else obj


@srsly.msgpack_decoders("sahel_values")  # type: ignore[untyped-decorator]
def _decode(obj: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if "__sahel__" in obj:
        values = dict(obj)
        kind = _TRAVELLERS[values.pop("__sahel__")]
        if kind is Statement:  # msgpack makes tuples lists
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return kind(**values)
    return chain(obj) if chain else obj

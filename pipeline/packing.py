"""How the values of mentions travel between processes: with the `Doc`, as msgpack."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import srsly

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
    )
}


@srsly.msgpack_encoders("sahel_values")  # type: ignore[untyped-decorator]
def _encode(obj: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if type(obj).__name__ in _TRAVELLERS and type(obj) is _TRAVELLERS[type(obj).__name__]:
        return {"__sahel__": type(obj).__name__, **asdict(obj)}
    return chain(obj) if chain else obj


@srsly.msgpack_decoders("sahel_values")  # type: ignore[untyped-decorator]
def _decode(obj: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if "__sahel__" in obj:
        fields = dict(obj)
        return _TRAVELLERS[fields.pop("__sahel__")](**fields)
    return chain(obj) if chain else obj

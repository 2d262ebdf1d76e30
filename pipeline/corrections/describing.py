"""What the lexicons say of the forces and places that corrections name as targets."""

from collections.abc import Iterable
from typing import Any

from pipeline.corrections.applying import Descriptions
from pipeline.corrections.reading import Correction


def described(corrections: Iterable[Correction], folders: tuple[str, ...] = ()) -> Descriptions:
    """The columns that describe the targets of merges, for `pipeline.corrections.Changes`.

    Args:
        corrections: a user's; the lexicons are read only where there are such targets.
        folders: a user's lexicon folders.
    """
    targets = {table: set[str]() for table in ("forces", "places")}
    for c in corrections:
        if c.table in targets and c.action == "merge":
            targets[c.table].add(c.target)
    return {
        "forces": _forces(targets["forces"], folders) if targets["forces"] else {},
        "places": _places(targets["places"], folders) if targets["places"] else {},
    }


def _forces(ids: set[str], folders: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    from pipeline.normalizers.force_lexicon import ForceLexicon

    known = ForceLexicon.load(folders).forces
    return {
        force_id: {
            "name": force.name,
            "acronym": force.acronym,
            "kind": force.kind,
            "country": force.country[0] if len(force.country) == 1 else "",
            "parent": force.parent,
        }
        for force_id in sorted(ids)
        if (force := known.get(force_id)) is not None
    }


def _places(ids: set[str], folders: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    from pipeline.normalizers.place_lexicon import PlaceLexicon
    from pipeline.normalizers.places import PRECISION

    known = PlaceLexicon.load(folders).by_id
    return {
        place_id: {
            "name": place.name,
            "kind": place.kind,
            "country": place.country,
            "admin1": place.admin1,
            "latitude": place.lat,
            "longitude": place.lon,
            "geonameid": place.geonameid,
            "precision": PRECISION[place.kind] if place.lat is not None else None,
        }
        for place_id in sorted(ids)
        for place in known.get(place_id, ())
    }

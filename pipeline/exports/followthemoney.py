"""FollowTheMoney entities, one JSON object a line: for Aleph, OpenAleph and `ftm` itself.

What becomes what: a document an `Article`; a person a `Person`; a state's force a `PublicBody`, a
company a `Company`, any other force or organisation an `Organization`; a place an `Address`; an
office a `Position` with an `Occupancy`, and a `Membership` where the body it belongs to is one of
the forces or organisations; an event an `Event`; a name in a document a `Mention`.

The library `followthemoney` is not needed to write this (its version 4 needs ICU's headers to be
built); a test has it check every entity. Identifiers are the tables' own, so a second export
updates the first.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha1
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from pipeline.exports.records import SOURCE, cells, full_texts, records
from pipeline.text import fold

Entity = dict[str, Any]
Frames = Mapping[str, pd.DataFrame]

# FollowTheMoney takes no other identifier (followthemoney/types/entity.py).
_PLAIN_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?")

# Kinds of `lexicons/forces.csv` that are a state's own.
_STATE = frozenset(
    "army police gendarmerie guard navy air_force special_forces intelligence security_forces "
    "staff unit".split()
)


def write_followthemoney(folder: Path, frames: Frames) -> list[Path]:
    """Write `entities.ftm.json`; returns its path."""
    path = folder / "entities.ftm.json"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for entity in entities(frames):
            file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")
    return [path]


def entities(frames: Frames) -> Iterator[Entity]:
    """The entities that the tables hold, those that are referred to before those that refer."""
    organisations = _organisations(frames)
    bodies = _bodies(frames, organisations)
    yield from _articles(frames)
    yield from _people(frames)
    yield from _forces(frames)
    for id_, names in organisations.items():
        yield _entity(_id("org", id_), "Organization", name=names[:1], alias=names[1:])
    yield from _places(frames)
    yield from _offices(frames, bodies)
    yield from _events(frames, organisations)
    yield from _mentions(frames)


def _id(kind: str, key: str) -> str:
    """An identifier that FollowTheMoney takes: the table's own where it can be."""
    plain = f"{kind}-{key}"
    return plain if _PLAIN_ID.fullmatch(plain) else f"{kind}-{sha1(key.encode()).hexdigest()}"


def _entity(id_: str, schema: str, **properties: Any) -> Entity:
    held = {}
    for name, values in properties.items():
        values = [values] if isinstance(values, str) else values or []
        texts = [text for value in values if value and (text := _clean(str(value)))]
        if texts:
            held[name] = list(dict.fromkeys(texts))
    return {"id": id_, "schema": schema, "properties": held}


def _clean(text: str) -> str:
    # Control characters, which FollowTheMoney takes out of every value, and lone surrogates.
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
    return text.strip()


def _country(code: str | None) -> str:
    return (code or "").lower()


def _articles(frames: Frames) -> Iterator[Entity]:
    texts = full_texts(frames)
    for row in records(frames["documents"]):
        source = row["source"] or ""
        name = PurePosixPath(source.replace("\\", "/")).name or row["doc_id"]
        yield _entity(
            _id("doc", row["doc_id"]),
            "Article",
            title=row["title"] or row["doc_id"],
            fileName=name,
            publishedAt=row["published"],
            bodyText=texts[row["doc_id"]],
            language="fra",
            sourceUrl=source if re.match("https?://", source) else "",
            keywords=SOURCE,
        )


def _people(frames: Frames) -> Iterator[Entity]:
    ranks: dict[str, list[str]] = {}
    for row in records(frames["offices"]):
        if row["rank"]:
            ranks.setdefault(row["person_id"], []).append(row["rank"])
    for row in records(frames["people"]):
        yield _entity(
            _id("person", row["person_id"]),
            "Person",
            name=row["name"],
            alias=cells(row["aliases"]),
            title=ranks.get(row["person_id"]),
            position=row["last_office"],
            proof=_id("doc", row["doc_id"]),
            summary=row["sentence"],
        )


def _forces(frames: Frames) -> Iterator[Entity]:
    rows = records(frames["forces"])
    known = {row["force_id"] for row in rows}
    for row in rows:
        kind = row["kind"] or ""
        company = "Company" if kind == "private_company" else "Organization"
        yield _entity(
            _id("force", row["force_id"]),
            "PublicBody" if kind in _STATE else company,
            name=row["name"],
            alias=[row["acronym"], *cells(row["aliases"])],
            country=_country(row["country"]),
            classification=kind,
            parent=_id("force", row["parent"]) if row["parent"] in known else "",
            proof=_id("doc", row["doc_id"]),
            summary=row["sentence"],
        )


def _organisations(frames: Frames) -> dict[str, list[str]]:
    """Organisation id to its names, the entity's own first."""
    names: dict[str, list[str]] = {}
    for row in records(frames["mentions"]):
        if row["label"] == "ORG" and row["entity_id"]:
            held = names.setdefault(row["entity_id"], [row["name"] or row["text"]])
            if row["text"] not in held:
                held.append(row["text"])
    return dict(sorted(names.items()))


def _bodies(frames: Frames, organisations: Mapping[str, list[str]]) -> dict[str, str]:
    """Folded names of forces and organisations to their identifiers here."""
    bodies: dict[str, str] = {}
    for id_, names in organisations.items():
        bodies |= {fold(name): _id("org", id_) for name in names}
    for row in records(frames["forces"]):
        for name in (row["name"], row["acronym"], *cells(row["aliases"])):
            if name:
                bodies[fold(name)] = _id("force", row["force_id"])
    return bodies


def _places(frames: Frames) -> Iterator[Entity]:
    for row in records(frames["places"]):
        yield _entity(
            _id("place", row["place_id"]),
            "Address",
            name=row["name"],
            full=row["name"],
            city=row["name"] if row["kind"] == "town" else "",
            state=row["admin1"],
            country=_country(row["country"]),
            latitude=_number(row["latitude"]),
            longitude=_number(row["longitude"]),
            proof=_id("doc", row["doc_id"]),
        )


def _number(value: float | None) -> str:
    return "" if value is None else str(round(value, 6))


def _offices(frames: Frames, bodies: Mapping[str, str]) -> Iterator[Entity]:
    countries = {
        fold(name): row["country"]
        for row in records(frames["places"])
        if row["kind"] == "country"
        for name in (row["name"], *cells(row["aliases"]))
    }
    posts: set[str] = set()
    for row in records(frames["offices"]):
        body = fold(row["body"] or "")
        organisation = bodies.get(body, "")
        person = _id("person", row["person_id"])
        # The same office of the same body is one post, whoever holds it.
        post = "post-" + _digest(fold(row["office"] or ""), body)
        said = {
            "date": [row["first_seen"], row["last_seen"], row["date"]],
            "status": row["status"],
            "summary": row["sentence"],
            "recordId": f"{row['doc_id']}:{row['start']}",
        }
        key = _digest(row["person_id"], post, row["doc_id"], str(row["start"]))
        if row["office"]:
            if post not in posts:
                posts.add(post)
                yield _entity(
                    post,
                    "Position",
                    name=row["office"],
                    organization=organisation,
                    country=_country(countries.get(body)),
                )
            yield _entity("held-" + key, "Occupancy", holder=person, post=post, **said)
        if organisation:
            role = row["office"] or row["rank"]
            yield _entity(
                "member-" + key,
                "Membership",
                member=person,
                organization=organisation,
                role=role,
                **said,
            )


def _events(frames: Frames, organisations: Mapping[str, list[str]]) -> Iterator[Entity]:
    parties = {row["person_id"]: "person" for row in records(frames["people"])}
    parties |= {row["force_id"]: "force" for row in records(frames["forces"])}
    parties |= dict.fromkeys(organisations, "org")
    places = set(frames["places"]["place_id"])
    for row in records(frames["events"]):
        sides = [*cells(row["actor_ids"]), *cells(row["target_ids"])]
        dead = {name: row[name] for name in ("low", "best", "high") if row[name] is not None}
        name = [row["kind"].replace("_", " "), row["where_coordinates"], row["date_start"]]
        yield _entity(
            _id("event", row["event_id"]),
            "Event",
            name=", ".join(part for part in name if part),
            startDate=row["date_start"],
            endDate=row["date_end"],
            location=row["where_coordinates"],
            addressEntity=_id("place", row["place_id"]) if row["place_id"] in places else "",
            country=_country(row["country"]),
            involved=[_id(parties[side], side) for side in sides if side in parties],
            keywords=[row["kind"], row["status"]],
            summary=row["sentence"],
            notes=["deaths: " + ", ".join(f"{k} {v}" for k, v in dead.items())] if dead else [],
            proof=[_id("doc", d) for d in cells(row["source_article"]) or [row["doc_id"]]],
        )


def _mentions(frames: Frames) -> Iterable[Entity]:
    """One a document and entity, with every form in which the document names it."""
    kinds = {"PERSON": "person", "FORCE": "force", "ORG": "org"}
    schemata = {"PERSON": "Person", "FORCE": "Organization", "ORG": "Organization"}
    forms: dict[tuple[str, str, str], list[str]] = {}
    for row in records(frames["mentions"]):
        if row["label"] in kinds and row["entity_id"]:
            key = (row["doc_id"], row["label"], row["entity_id"])
            forms.setdefault(key, []).append(row["text"])
    for (doc_id, label, id_), names in sorted(forms.items()):
        yield _entity(
            "mention-" + _digest(doc_id, label, id_),
            "Mention",
            document=_id("doc", doc_id),
            resolved=_id(kinds[label], id_),
            name=names,
            detectedSchema=schemata[label],
        )


def _digest(*parts: str) -> str:
    return sha1("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

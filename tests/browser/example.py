"""An invented corpus for the tests of the report: three texts, one of them hostile.

Mentions are marked in the sentences, so that offsets need no counting: «[PERSON:p-diallo Awa
Diallo]» is a mention of the person `p-diallo`.
"""

import re
from typing import Any

import pandas as pd

from pipeline.tables import frames

Row = dict[str, Any]
HOSTILE = (
    "<script>document.title='pris'</script></script><img src=x onerror=document.title='pris'>"
    " <a href=\"javascript:document.title='pris'\">ici</a> <style>body{display:none}</style>"
    " \u202e \u2028 {{ 7*7 }} ]]> --> &lt;b&gt;"
)
TEXTS = {
    "a": (
        "2024-03-02",
        [
            "Le général [PERSON:p-diallo Awa Diallo] commande l'[FORCE:f-etoile opération Étoile]"
            " au [PLACE:l-mali Mali]. ",
            "L'[FORCE:f-etoile opération Étoile] compte [COUNT environ 3 000 soldats] en"
            " [DATE mars 2024].\n\n",
            "Le [DATE 1er mars 2024], une attaque à [PLACE:l-gao Gao] a fait [COUNT 12 morts]"
            " dans les rangs de l'[FORCE:f-armee armée malienne].",
        ],
    ),
    "b": (
        "2025-06-10",
        [
            "La ministre [PERSON:p-diallo Awa Diallo] a reçu [PERSON:p-kone Issa Koné] à"
            " [PLACE:l-bamako Bamako], avec l'[FORCE:f-armee armée malienne]. ",
            "L'[FORCE:f-etoile opération Étoile] compte [COUNT 2 500 soldats]. ",
            "L'attaque de [PLACE:l-gao Gao] a fait [COUNT 15 morts], selon l'[ORG ONU].",
        ],
    ),
    "c": (
        "",
        [
            f"{HOSTILE} ",
            '[PERSON:p-mal <b>Malo</b>] est à [PLACE:l-zone Zone"><svg onload=alert(1)>]. ',
            "Il a vu [COUNT des dizaines de combattants].",
        ],
    ),
}
_MARK = re.compile(r"\[(PERSON|FORCE|PLACE|DATE|COUNT|ORG)(?::([a-z-]+))? ([^\]]+)\]")
NAMES = {
    "p-diallo": "Awa Diallo",
    "p-kone": "Issa Koné",
    "p-mal": "<b>Malo</b>",
    "f-etoile": "Opération Étoile",
    "f-armee": "Armée malienne",
    "l-mali": "Mali",
    "l-gao": "Gao",
    "l-bamako": "Bamako",
    "l-zone": 'Zone"><svg onload=alert(1)>',
}
POINTS = {
    "l-zone": (14.0, 5.0),
    "l-gao": (16.27, -0.04),
    "l-bamako": (12.65, -8.0),
    "l-mali": (17.0, -4.0),
}


def example_frames(copies: int = 1) -> dict[str, pd.DataFrame]:
    """Every table of the invented corpus.

    Args:
        copies: how many times the three texts stand in it, each time under other names.
    """
    tables: dict[str, list[Row]] = {"documents": [], "sentences": [], "mentions": []}
    for copy in range(copies):
        for name, (published, marked) in TEXTS.items():
            _read(tables, f"{name}{copy or ''}", published, marked)
    by_entity: dict[str, list[Row]] = {}
    for row in tables["mentions"]:
        by_entity.setdefault(row["entity_id"], []).append(row)
    named = {key: _entity(key, by_entity[key]) for key in NAMES}
    tables["people"] = [
        {
            **named["p-diallo"],
            "person_id": "p-diallo",
            "last_rank": "général",
            "last_office": "ministre de la Défense",
            "aliases": "Diallo",
        },
        {**named["p-kone"], "person_id": "p-kone"},
        {**named["p-mal"], "person_id": "p-mal", "last_office": "<i>chef</i>"},
    ]
    tables["forces"] = [
        {**named["f-etoile"], "force_id": "f-etoile", "kind": "operation"},
        {
            **named["f-armee"],
            "force_id": "f-armee",
            "kind": "army",
            "country": "ML",
            "acronym": "FAMa",
        },
    ]
    tables["places"] = [
        {
            **named[key],
            "place_id": key,
            "kind": kind,
            "country": "ML" if key != "l-zone" else "",
            "latitude": POINTS.get(key, (None, None))[0],
            "longitude": POINTS.get(key, (None, None))[1],
        }
        for key, kind in (
            ("l-mali", "country"),
            ("l-gao", "town"),
            ("l-bamako", "town"),
            ("l-zone", "zone"),
        )
    ]
    tables["offices"] = [
        _evidence(tables, "p-diallo", "a")
        | {
            "person_id": "p-diallo",
            "name": "Awa Diallo",
            "rank": "général",
            "office": "commandant",
            "date": "2024-03-02",
            "method": "rule",
        },
        _evidence(tables, "p-diallo", "b")
        | {
            "person_id": "p-diallo",
            "name": "Awa Diallo",
            "office": "ministre de la Défense",
            "date": "2025-06-10",
            "method": "rule",
        },
    ]
    tables["dates"] = [
        row
        | {
            "type": "DATE",
            "value": value,
            "date_start": first,
            "date_end": last,
            "precision": precision,
        }
        for row in tables["mentions"]
        if row["label"] == "DATE"
        for value, first, last, precision in [
            ("2024-03", "2024-03-01", "2024-03-31", "month")
            if row["text"].startswith("mars")
            else ("2024-03-01", "2024-03-01", "2024-03-01", "day")
        ]
    ]
    tables["troop_counts"] = _counts(tables["mentions"])
    tables["events"] = [
        _evidence(tables, "l-gao", "a")
        | {
            "event_id": "e-1",
            "kind": "attack",
            "status": "reported",
            "targets": "Armée malienne",
            "target_ids": "f-armee",
            "date_start": "2024-03-01",
            "date_end": "2024-03-01",
            "date_prec": 1,
            "place_id": "l-gao",
            "where_coordinates": "Gao",
            "latitude": 16.27,
            "longitude": -0.04,
            "country": "ML",
            "side_a": "Armée malienne",
            "deaths_a": 12,
            "best": 12,
            "low": 12,
            "high": 15,
            "number_of_sources": 2,
            "source_article": "a|b",
        },
        _evidence(tables, "p-kone", "b")
        | {
            "event_id": "e-2",
            "kind": "meeting",
            "status": "claimed",
            "claimed_by": "RFI",
            "actors": "Awa Diallo|Issa Koné",
            "actor_ids": "p-diallo|p-kone",
            "number_of_sources": 1,
            "source_article": "b",
        },
    ]
    tables["rejects"] = [
        {"source": "textes/<vide>.txt", "reason": "empty", "detail": "textes/<vide>.txt: vide"}
    ]
    return frames(tables)


def _read(tables: dict[str, list[Row]], doc_id: str, published: str, marked: list[str]) -> None:
    at, words = 0, 0
    for number, source in enumerate(marked):
        text, spans = _unmarked(source)
        evidence = {"doc_id": doc_id, "sentence": text.strip()}
        for start, end, label, entity in spans:
            tables["mentions"].append(
                evidence
                | {
                    "start": at + start,
                    "end": at + end,
                    "text": text[start:end],
                    "label": label,
                    "entity_id": entity,
                    "name": NAMES.get(entity),
                    "method": "rule",
                    "score": 0.9,
                }
            )
        tables["sentences"].append(
            {"doc_id": doc_id, "number": number, "start": at, "end": at + len(text), "text": text}
        )
        at, words = at + len(text), words + len(text.split())
    tables["documents"].append(
        {
            "doc_id": doc_id,
            "source": f"textes/{doc_id}.txt",
            "published": published,
            "title": HOSTILE if doc_id == "c" else "",
            "characters": at,
            "words": words,
            "published_how": "stated" if published else "unknown",
            "sentences": len(marked),
            "sha256": "0" * 64,
            "status": "read",
        }
    )


def _unmarked(source: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    text, at, spans = "", 0, []
    for mark in _MARK.finditer(source):
        text += source[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[3]), mark[1], mark[2] or ""))
        text, at = text + mark[3], mark.end()
    return text + source[at:], spans


def _entity(key: str, spans: list[Row]) -> Row:
    first = {column: spans[0][column] for column in ("doc_id", "start", "end", "sentence")}
    return first | {
        "name": NAMES[key],
        "mentions": len(spans),
        "documents": len({span["doc_id"] for span in spans}),
    }


def _evidence(tables: dict[str, list[Row]], entity: str, doc_id: str) -> Row:
    span = next(r for r in tables["mentions"] if r["entity_id"] == entity and r["doc_id"] == doc_id)
    return {column: span[column] for column in ("doc_id", "start", "end", "sentence")}


def _counts(mentions: list[Row]) -> list[Row]:
    values: dict[str, Row] = {
        "environ 3 000 soldats": {
            "low": 3000,
            "high": 3000,
            "modifier": "approx",
            "role": "strength",
            "unit": "military",
            "force": "opération Étoile",
            "force_id": "f-etoile",
            "date": "2024-03",
        },
        "2 500 soldats": {
            "low": 2500,
            "high": 2500,
            "modifier": "exact",
            "role": "strength",
            "unit": "military",
            "force": "opération Étoile",
            "force_id": "f-etoile",
        },
        "12 morts": {
            "low": 12,
            "high": 12,
            "modifier": "exact",
            "role": "killed",
            "unit": "military",
            "force_id": "f-armee",
            "place_id": "l-gao",
        },
        "15 morts": {
            "low": 15,
            "high": 15,
            "modifier": "exact",
            "role": "killed",
            "unit": "military",
            "force_id": "f-armee",
            "place_id": "l-gao",
        },
        "des dizaines de combattants": {
            "low": 20,
            "high": 99,
            "modifier": "range",
            "role": "other",
            "unit": "fighters",
        },
    }
    rows = [m | values[m["text"]] for m in mentions if m["label"] == "COUNT"]
    dead = [r for r in rows if r["role"] == "killed" and r["doc_id"] in ("a", "b")]
    for row, other in zip(dead, reversed(dead), strict=True):
        row["contradicts"] = f"{other['doc_id']}:{other['start']}"
    return rows

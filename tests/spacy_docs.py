"""What the tests of the spaCy components share: factories, texts, and all that a doc carries."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import STAGES

LABEL_OF = {
    "sahel_dates": "DATE",
    "sahel_counts": "COUNT",
    "sahel_forces": "FORCE",
    "sahel_organisations": "ORG",
    "sahel_places": "PLACE",
    "sahel_people": "PERSON",
}
FACTORIES = (*STAGES, "sahel_links", "sahel_lines", "sahel_labels", "sahel_consistency")
TEXT = (
    "Le 5 mai 2021, 13 soldats de la Minusma ont été tués à Gao par des hommes armés.\n"
    "L'Union africaine condamne, a dit le général Assimi Goïta, et Sadio Camara aussi."
)
TEXTS = (TEXT, "Sadio Camara est à Bamako depuis hier.", "", "Il pleut.")


def found(doc: Doc) -> list[tuple[str, str]]:
    """The doc's entities: text and label."""
    return [(e.text, e.label_) for e in doc.ents]


def carried(doc: Doc) -> dict[str, Any]:
    """All that the components may set on a doc."""
    return {
        "entities": [
            (e.start_char, e.end_char, e.label_, e.kb_id_, e._.value, e._.method, e._.score)
            for e in doc.ents
        ],
        "sentences": [token.is_sent_start for token in doc],
        "published": (doc._.published, doc._.published_how),
        # Tuples are lists after a journey (msgpack has one kind of sequence).
        "implicit_counts": [tuple(item) for item in doc._.implicit_counts],
        "held_offices": [tuple(item) for item in doc._.held_offices],
        "statements": list(doc._.statements),
    }


def add_all(nlp: Language, **config: Any) -> Language:
    """Put every finding component and the linker at the pipeline's end."""
    for stage in STAGES:
        nlp.add_pipe(stage, config=config)
    nlp.add_pipe("sahel_links", config={k: v for k, v in config.items() if k == "lexicons"})
    return nlp

"""The spaCy components: an extractor and its normalizer each, under a registered name.

Registered through the package's entry points, so that `nlp.add_pipe("sahel_dates")` works in any
pipeline wherever this package is installed. Each takes the entities that are there as a model's
proposals for its label, adds what it finds, and values all of that label. Options of all:

- `overwrite` (default False): whether entities that no component of this package found may be
  changed and replaced (`pipeline.mentions.settle` says when); else they stay as they are, and what
  is found fills the gaps between them. `pipeline.load` overwrites: its model proposes.
- `lexicons` (default []): folders with a user's own lexicon files.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline.ner import DEFAULT_NER_MODEL  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span

from pipeline.mentions import Candidate, settle

_OPTIONS: dict[str, Any] = {"overwrite": False, "lexicons": []}
_ENTITIES = ["doc.ents", "token.ent_iob", "token.ent_type"]
_ASSIGNS = [*_ENTITIES, "span._.value", "span._.method", "span._.score"]


class Stage:
    """A component that finds the mentions of one label and values them.

    Args:
        label: one of `pipeline.mentions.LABELS`.
        find: gives the complete set of mentions of that label in a doc.
        normalize: sets `span._.value` on the doc's mentions of that label.
        overwrite: as `pipeline.mentions.settle` has it.
    """

    def __init__(
        self,
        label: str,
        find: Callable[[Doc], Iterable[Candidate]],
        normalize: Callable[[Doc], None],
        overwrite: bool,
    ) -> None:
        self.label = label
        self.find = find
        self.normalize = normalize
        self.overwrite = overwrite

    def __call__(self, doc: Doc) -> Doc:
        """Find and value the mentions of one doc, in place."""
        settle(doc, self.label, self.find(doc), overwrite=self.overwrite)
        self.normalize(doc)
        return doc


@Language.factory(
    "sahel_dates",
    assigns=[*_ASSIGNS, "doc._.published", "doc._.published_how"],
    default_config=_OPTIONS,
)
def dates(nlp: Language, name: str, overwrite: bool, lexicons: list[str]) -> Stage:
    """Temporal expressions with their TIMEX3 values; label DATE, `pipeline.values.DateValue`."""
    from pipeline.extractors.date_rules import grammar
    from pipeline.extractors.dates import find_dates
    from pipeline.lexicons import files
    from pipeline.normalizers.dates import normalize_dates

    if not any(files("holidays", lexicons)):  # the package's is compiled when a text needs it
        return Stage("DATE", find_dates, normalize_dates, overwrite)
    lexicon = grammar(tuple(lexicons))
    return Stage(
        "DATE",
        partial(find_dates, lexicon=lexicon),
        partial(normalize_dates, lexicon=lexicon),
        overwrite,
    )


@Language.factory(
    "sahel_counts", assigns=[*_ASSIGNS, "doc._.implicit_counts"], default_config=_OPTIONS
)
def counts(nlp: Language, name: str, overwrite: bool, lexicons: list[str]) -> Stage:
    """Troop and casualty counts; label COUNT, `pipeline.values.CountValue`."""
    from pipeline.extractors.counts import CountLexicon, find_counts
    from pipeline.normalizers.counts import normalize_counts

    lexicon = CountLexicon.load(tuple(lexicons))
    return Stage(
        "COUNT",
        partial(find_counts, lexicon=lexicon),
        partial(normalize_counts, lexicon=lexicon),
        overwrite,
    )


@Language.factory("sahel_forces", assigns=_ASSIGNS, default_config=_OPTIONS)
def forces(nlp: Language, name: str, overwrite: bool, lexicons: list[str]) -> Stage:
    """Forces and operations; label FORCE, `pipeline.values.ForceValue`."""
    from pipeline.extractors.forces import find_forces
    from pipeline.normalizers.force_lexicon import ForceLexicon
    from pipeline.normalizers.forces import normalize_forces

    lexicon = ForceLexicon.load(tuple(lexicons))
    return Stage(
        "FORCE",
        partial(find_forces, lexicon=lexicon),
        partial(normalize_forces, lexicon=lexicon),
        overwrite,
    )


@Language.factory("sahel_organisations", assigns=_ASSIGNS, default_config=_OPTIONS)
def organisations(nlp: Language, name: str, overwrite: bool, lexicons: list[str]) -> Stage:
    """Other organisations; label ORG, `pipeline.values.OrganisationValue`."""
    from pipeline.extractors.organisations import OrganisationLexicon, find_organisations
    from pipeline.normalizers.organisations import normalize_organisations

    lexicon = OrganisationLexicon.load(tuple(lexicons))
    return Stage(
        "ORG",
        partial(find_organisations, lexicon=lexicon),
        partial(normalize_organisations, lexicon=lexicon),
        overwrite,
    )


@Language.factory("sahel_places", assigns=_ASSIGNS, default_config=_OPTIONS)
def places(nlp: Language, name: str, overwrite: bool, lexicons: list[str]) -> Stage:
    """Places with country and coordinates; label PLACE, `pipeline.values.PlaceValue`."""
    from pipeline.extractors.places import find_places
    from pipeline.normalizers.places import PlaceLexicon, normalize_places

    lexicon = PlaceLexicon.load(tuple(lexicons))
    return Stage(
        "PLACE",
        partial(find_places, lexicon=lexicon),
        partial(normalize_places, lexicon=lexicon),
        overwrite,
    )


@Language.factory(
    "sahel_people", assigns=[*_ASSIGNS, "doc._.held_offices"], default_config=_OPTIONS
)
def people(nlp: Language, name: str, overwrite: bool, lexicons: list[str]) -> Stage:
    """People with rank and office; label PERSON, `pipeline.values.PersonValue`."""
    from pipeline.extractors.people import PeopleLexicon, find_people
    from pipeline.normalizers.people import normalize_people

    lexicon = PeopleLexicon.load(tuple(lexicons))
    return Stage(
        "PERSON",
        partial(find_people, lexicon=lexicon, release=overwrite),
        partial(normalize_people, lexicon=lexicon),
        overwrite,
    )


@Language.factory(
    "sahel_links",
    requires=["doc.ents", "span._.value"],
    assigns=["doc._.statements", "span._.value"],
    default_config={"lexicons": []},
)
def links(nlp: Language, name: str, lexicons: list[str]) -> Callable[[Doc], Doc]:
    """Whose counts, where and when; who did what: sets `doc._.statements`."""
    from pipeline.links import Linker

    return Linker(tuple(lexicons))


_NO_START = np.uint64(2**64 - 1)  # -1, as spaCy's arrays have it


@Language.component("sahel_lines", assigns=["token.is_sent_start"])
def start_sentences_at_lines(doc: Doc) -> Doc:
    """Begin a sentence on every new line; goes before the component that splits the rest."""
    # All at once: setting one token's attribute takes a look at every token of the doc.
    starts: Any = doc.to_array("SENT_START")
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text:
            starts[token.i], starts[token.i + 1] = _NO_START, 1
    if _NO_START in starts:
        doc.from_array(["SENT_START"], starts.reshape(-1, 1))
    return doc


_FOREIGN_LABELS = {"PER": "PERSON", "LOC": "PLACE"}


@Language.component("sahel_labels", requires=["doc.ents"], assigns=_ENTITIES)
def map_labels(doc: Doc) -> Doc:
    """Map the entity labels PER, LOC, ORG, MISC to ours; MISC, which holds no one kind, goes."""
    doc.ents = [
        e
        if e.label_ not in _FOREIGN_LABELS
        else Span(doc, e.start, e.end, _FOREIGN_LABELS[e.label_], kb_id=e.kb_id, span_id=e.id)
        for e in doc.ents
        if e.label_ != "MISC"
    ]
    return doc


class Consistency:
    """Corrects a model's names by what the whole document says of them, and scores each.

    Args:
        lexicons: folders with a user's own lexicon files.
    """

    def __init__(self, lexicons: tuple[str, ...]) -> None:
        from pipeline.extractors.organisation_edges import demonyms
        from pipeline.normalizers.force_lexicon import ForceLexicon

        self.forces = ForceLexicon.load(lexicons)
        self.peoples = demonyms(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        """One name, one label; no FORCE that cannot be one; a score for each mention."""
        from pipeline.extractors.consistency import make_consistent
        from pipeline.extractors.force_proposals import hand_over
        from pipeline.extractors.scoring import score_mentions

        make_consistent(doc, self.peoples)
        hand_over(doc, self.forces)
        score_mentions(doc)
        return doc


@Language.factory(
    "sahel_consistency",
    requires=["doc.ents"],
    assigns=[*_ENTITIES, "span._.score"],
    default_config={"lexicons": []},
)
def consistency(nlp: Language, name: str, lexicons: list[str]) -> Consistency:
    """One name, one label through a document, and a score for each of the model's mentions."""
    return Consistency(tuple(lexicons))


@Language.factory(
    "sahel_ner",
    assigns=_ENTITIES,
    default_config={
        "model": DEFAULT_NER_MODEL,
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "incorrect_spans_key": None,
        "scorer": {"@scorers": "spacy.ner_scorer.v1"},
    },
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def ner(
    nlp: Language,
    name: str,
    model: Any,
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Callable[..., Any] | None,
) -> Any:
    """spaCy's `ner`, decoded faster: same options, same weights, same entities."""
    from pipeline.recognizer import QuickRecognizer

    return QuickRecognizer(
        nlp.vocab,
        model,
        name,
        moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )

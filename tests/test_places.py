"""Places: spans by the guide, and where they are."""

import csv
import json
import math
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.places import find_places
from pipeline.lexicons import LexiconError
from pipeline.mentions import mentions, settle
from pipeline.normalizers.places import PlaceLexicon, normalize_places
from pipeline.text import clean_text
from pipeline.values import PlaceValue

SENTENCES = Path(__file__).parent / "data" / "place_sentences.jsonl"
PLACES = Path(__file__).parent.parent / "pipeline" / "lexicons" / "places.csv"
GEONAMES = Path(__file__).parent.parent.parent / "shared" / "data" / "geonames"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("fr")


@pytest.fixture(scope="module")
def lexicon(monkeypatch_module: pytest.MonkeyPatch) -> PlaceLexicon:
    return PlaceLexicon.load()


@pytest.fixture(scope="module")
def monkeypatch_module(tmp_path_factory: pytest.TempPathFactory) -> pytest.MonkeyPatch:
    """No gazetteer installed, whatever the machine has."""
    from pipeline.gazetteer import open_index

    patch = pytest.MonkeyPatch()
    patch.setenv("SAHEL_PRESS_DATA", str(tmp_path_factory.mktemp("empty")))
    open_index.cache_clear()
    yield patch
    patch.undo()
    open_index.cache_clear()


def annotate(
    nlp: Language, lexicon: PlaceLexicon, text: str, *proposals: str, label: str = "PLACE"
) -> Doc:
    """A doc with places found and valued; `proposals` are what a model would have marked."""
    doc = nlp(clean_text(text)[0])
    spans = []
    for proposal in proposals:
        start = doc.text.index(proposal)
        spans.append(
            doc.char_span(start, start + len(proposal), label=label, alignment_mode="expand")
        )
    doc.ents = spans
    settle(doc, "PLACE", find_places(doc, lexicon))
    normalize_places(doc, lexicon)
    return doc


def names(doc: Doc) -> list[str]:
    return [span.text for span in mentions(doc, "PLACE")]


def value(doc: Doc, name: str) -> PlaceValue:
    found = next(span._.value for span in mentions(doc, "PLACE") if span.text == name)
    assert isinstance(found, PlaceValue)
    return found


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    x = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return 111.2 * math.hypot(lat2 - lat1, x)


SPANS = [
    # sentence with the places marked, what a model would have proposed
    ("La région du [Liptako] reste sous tension.", []),
    ("Le camp de [Boulkessi] a été repris.", []),
    ("Une pirogue a chaviré sur le [fleuve Niger].", ["Niger"]),
    ("Le [lac Tchad] a perdu du terrain.", []),
    ("Il a été reçu au [palais de Koulouba].", ["Koulouba"]),
    ("L'[aéroport de Gao] est fermé.", ["Gao"]),
    ("La frontière [Niger]-[Mali] est fermée.", ["Niger-Mali"]),
    ("La route [Gao]/[Kidal] est minée.", ["Gao/Kidal"]),
    ("Des tirs dans le nord du [Mali].", []),
    ("Le Nord du [Mali] souffre.", ["Nord", "Mali"]),
    ("Il est élu maire de la [commune IV].", []),
    ("Un car a été attaqué sur la [RN18] près de [Fada].", []),
    ("Le mouvement RN 18 proteste à [Fada].", []),
    ("Le président du [Faso] a parlé.", []),
    ("Le [Pays des hommes intègres] se mobilise.", []),
    ("La [République du Mali] a signé.", []),
    ("Le sommet de [Pau] et l'accord d'[Alger].", ["Pau", "Alger"]),
    ("L'attaque a touché les [trois frontières] et la [BSS].", []),
    ("La [rue 12.30] croise l'[avenue Kwame Nkrumah].", []),
    ("Le village de [Tiguira] a été encerclé.", []),
    ("À [Ouagadougou], le couvre-feu est levé.", []),
    ("Il revient de [Tin-Akoff] et de [Fada N'Gourma].", []),
    ("La pluie est tombée sur la [forêt de Serma].", ["Serma"]),
    ("Les élèves maliens et les Bamakois attendent.", []),
    ("M. Djibo a salué Mme Kidal.", ["Djibo", "Kidal"]),
    ("Mamadou Djibo a chanté.", []),
    ("Mali-Météo et Sotelma-Mali citent Malte-Brun.", []),
    ("L'axe [Gao] - [Ansongo] est miné.", []),
    ("Un hélicoptère Tigre a survolé un Atlantique 2.", []),
    ("Dans une église de [Ségou], en prison à [Bamako].", ["Ségou", "Bamako"]),
    ("Ils ont joué au [stade Lat Dior de Thiès].", ["stade Lat Dior", "Thiès"]),
    ("La région de l'[Est] et le Sud du [Tchad].", ["Est", "Sud", "Tchad"]),
    ("Il a lu Le Monde, même lundi. Même lui !", []),
]


@pytest.mark.parametrize(("marked", "proposals"), SPANS)
def test_places_are_marked_as_the_guide_says(
    nlp: Language, lexicon: PlaceLexicon, marked: str, proposals: list[str]
) -> None:
    expected = [part.split("]")[0] for part in marked.split("[")[1:]]
    text = marked.replace("[", "").replace("]", "")
    assert names(annotate(nlp, lexicon, text, *proposals)) == expected


def test_a_town_in_a_persons_name_is_not_a_place(nlp: Language, lexicon: PlaceLexicon) -> None:
    doc = annotate(nlp, lexicon, "Aboubacar Kidal est arrivé.", "Aboubacar Kidal", label="PERSON")
    assert names(doc) == []


def test_the_sixty_sentences_come_right_but_for_five_at_most(
    nlp: Language, lexicon: PlaceLexicon
) -> None:
    wrong = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        doc = annotate(nlp, lexicon, case["text"], case["mention"])
        spans = [s for s in mentions(doc, "PLACE") if s.text == case["mention"]]
        got = spans[0]._.value if spans else None
        right = (
            got is not None
            and got.country == case["country"]
            and got.kind == case.get("kind", got.kind)
            and (
                "lat" not in case
                or (
                    got.lat is not None
                    and kilometres(case["lat"], case["lon"], got.lat, got.lon) <= case["tol_km"]
                )
            )
        )
        if not right:
            wrong.append((case["text"], got))
    assert len(wrong) <= 5, wrong


@pytest.mark.parametrize(
    ("text", "mention", "precision"),
    [
        ("L'attaque a visé Indelimane, à l'aube.", "Indelimane", 1),
        ("L'attaque a visé Boni, à l'aube.", "Boni", 4),
        ("L'attaque a eu lieu près de Hombori.", "Hombori", 2),
        ("L'attaque a eu lieu à 30 km de Hombori.", "Hombori", 2),
        ("L'attaque a eu lieu dans le cercle de Bankass.", "Bankass", 3),
        ("L'attaque a eu lieu dans la région de Mopti.", "Mopti", 4),
        ("L'attaque a eu lieu dans le Liptako-Gourma.", "Liptako-Gourma", 5),
        ("L'attaque a eu lieu au Mali.", "Mali", 6),
        ("L'attaque a eu lieu en Afrique.", "Afrique", 6),
        ("L'attaque a eu lieu dans le golfe de Guinée.", "golfe de Guinée", 7),
    ],
)
def test_a_point_says_how_precise_it_is(
    nlp: Language, lexicon: PlaceLexicon, text: str, mention: str, precision: int
) -> None:
    assert value(annotate(nlp, lexicon, text, mention), mention).precision == precision


def test_one_name_means_one_place_throughout_a_text(nlp: Language, lexicon: PlaceLexicon) -> None:
    text = (
        "À Boni, entre Douentza et Hombori, le marché a rouvert. L'armée malienne y patrouille. "
        "Les habitants du Burkina Faso, de Houndé à Dano, attendent. Et Boni attend aussi."
    )
    doc = nlp(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    places = ("Boni", "Douentza", "Hombori", "Burkina Faso", "Houndé", "Dano")
    starts = [text.index(place) for place in places] + [text.rindex("Boni")]
    doc.ents = [
        doc.char_span(start, start + len(place), "PLACE")
        for start, place in zip(starts, [*places, "Boni"], strict=True)
    ]
    normalize_places(doc, lexicon)
    ids = {span._.value.place_id for span in mentions(doc, "PLACE") if span.text == "Boni"}
    assert ids == {"ml-boni"}


def test_the_north_is_that_of_the_country_the_text_is_about(
    nlp: Language, lexicon: PlaceLexicon
) -> None:
    malian = "À Bamako, les associations maliennes du Nord et celles de Gao protestent."
    burkinabe = "À Ouagadougou, les écoles burkinabè du Nord et de l'Est restent fermées."
    assert value(annotate(nlp, lexicon, malian, "Nord"), "Nord").country == "ML"
    assert value(annotate(nlp, lexicon, burkinabe, "Nord"), "Nord").country == "BF"


def test_spellings_of_one_place_share_one_id(nlp: Language, lexicon: PlaceLexicon) -> None:
    text = "In Delimane, Indelimane et I-n-Délimane ; Ménaka, Menaka ; Tillabéry, Tillabéri."
    doc = annotate(nlp, lexicon, text)
    ids = {span.text: span._.value.place_id for span in mentions(doc, "PLACE")}
    assert ids["In Delimane"] == ids["Indelimane"] == ids["I-n-Délimane"] == "ml-indelimane"
    assert ids["Ménaka"] == ids["Menaka"]
    assert ids["Tillabéry"] == ids["Tillabéri"]


@pytest.mark.parametrize("invented", ["Zorbakistan", "Kidol", "Bamoko", "Gwa", "Tombala"])
def test_an_unknown_name_gets_no_point(nlp: Language, lexicon: PlaceLexicon, invented: str) -> None:
    doc = annotate(nlp, lexicon, f"Les habitants de {invented} ont fui.", invented)
    assert value(doc, invented).lat is None


def test_an_unknown_place_takes_the_country_that_its_sentence_is_about(
    nlp: Language, lexicon: PlaceLexicon
) -> None:
    text = "À Zorbakougou, dans le nord du Burkina Faso, l'armée burkinabè a riposté."
    found = value(annotate(nlp, lexicon, text, "Zorbakougou"), "Zorbakougou")
    assert (found.country, found.lat, found.place_id) == ("BF", None, "x-bf-zorbakougou")


def test_a_site_that_nobody_lists_lies_in_the_town_it_names(
    nlp: Language, lexicon: PlaceLexicon
) -> None:
    found = value(
        annotate(nlp, lexicon, "Le marché de Fatoma a brûlé.", "Fatoma"), "marché de Fatoma"
    )
    assert (found.kind, found.country, found.precision) == ("site", "ML", 2)
    assert found.lat is not None
    assert kilometres(14.61, -4.05, found.lat, found.lon or 0) < 15


def test_the_burkinabe_regions_go_by_their_new_and_old_names(
    nlp: Language, lexicon: PlaceLexicon
) -> None:
    doc = annotate(nlp, lexicon, "La région du Kuilsé, ex-région du Centre-Nord, au Burkina Faso.")
    new, old = value(doc, "Kuilsé"), value(doc, "Centre-Nord")
    assert new.place_id == old.place_id
    assert new.name == "Kuilsé"


def test_a_users_lexicon_adds_and_overrides_places(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "place_id,name,kind,country,lat,lon\nmon-puits,Ziguiré-Nord,town,ML,15.5,-3.5\n",
        encoding="utf-8",
    )
    lexicon = PlaceLexicon.load((str(tmp_path),))
    found = value(annotate(nlp, lexicon, "Le convoi a quitté Ziguiré-Nord."), "Ziguiré-Nord")
    assert (found.place_id, found.country, found.lat, found.lon) == ("mon-puits", "ML", 15.5, -3.5)


@pytest.mark.parametrize(("column", "cell"), [("lat", "nord"), ("kind", "hameau")])
def test_a_users_row_that_is_wrong_is_named(tmp_path: Path, column: str, cell: str) -> None:
    row = {"place_id": "puits", "name": "Puits", "kind": "town", "lat": "15", "lon": "2"}
    row[column] = cell
    text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    (tmp_path / "places.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=f"places.csv, line 2: «{cell}» in «{column}»"):
        PlaceLexicon.load((str(tmp_path),))


def test_hostile_text_is_read_in_one_pass(nlp: Language, lexicon: PlaceLexicon) -> None:
    for text in ("Aa " * 2000, "de la " * 2000, "A-" * 2000, "village de " * 1000, "x" * 100_000):
        doc = Doc(nlp.vocab, words=text.split() or [text])
        assert isinstance(find_places(doc, lexicon), list)


def _rows() -> list[dict[str, str]]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_lexicon_lists_a_thousand_places_with_points() -> None:
    sahel = [r for r in _rows() if r["country"] in {"ML", "BF", "NE", "TD", "MR"}]
    assert len(sahel) >= 1000
    for row in _rows():
        if not row["lat"]:
            assert (row["kind"], row["country"]) == ("zone", ""), row
            continue
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert row["kind"] in {
            "country", "continent", "region", "division", "town", "site", "nature", "zone",
        }  # fmt: skip
        assert row["source"], row


def test_no_place_id_or_geonames_town_stands_twice() -> None:
    ids = [row["place_id"] for row in _rows()]
    assert len(ids) == len(set(ids))


@pytest.mark.skipif(not GEONAMES.is_dir(), reason="GeoNames country files not at hand")
def test_ids_and_points_agree_with_geonames() -> None:
    wanted = {r["geonameid"]: r for r in _rows() if r["source"].startswith("GeoNames")}
    seen = 0
    for path in sorted(GEONAMES.glob("??.txt")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                cells = line.split("\t")
                row = wanted.get(cells[0])
                if row is None or row["source"] != "GeoNames":
                    continue
                seen += 1
                far = kilometres(
                    float(row["lat"]), float(row["lon"]), float(cells[4]), float(cells[5])
                )
                assert far < 0.1, row
                assert row["country"] in (cells[8], path.stem, ""), row
    assert seen >= 1000

"""Rules for what only looks like a date, so that no other rule finds one in it."""

from pipeline.extractors.date_rules.rule import Example, Rule

RULES = (
    Rule(
        "name after a day",
        r"(?:mouvement|stade|avenue|boulevard|rue|place|pont|lycee|camp|hopital|palais|monument"
        r"|quartier|rond-point|echangeur|m5|journal) (?:du )?{day}(?: |-){monthname}",
        None,
        (
            Example("Le Stade du 4 août et la rue du 22 septembre sont fermés."),
            Example("Ils jouent au stade du 9-Mars."),
            Example("Le Mouvement du 5 juin appelle au calme."),
        ),
        1.0,
    ),
)

"""What an announcement of the gazette says, in whichever form the portal gave it."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import FileUnreadable, ImportRefused, MappingWrong
from ledger.files.bodacc import read_bodacc
from ledger.files.wording import long_day
from tests.ledger.gazette import (
    COMPANY,
    LIQUIDATION,
    OTHER,
    RECEIVERSHIP,
    as_csv,
    as_json,
    judged,
    notice,
    read,
)
from tests.tables import rows


@rows("""
    nature                                                                            | kind
    Jugement d'ouverture d'une procédure de sauvegarde                                | opening_safeguard
    Jugement d’ouverture d’une procédure de sauvegarde accélérée                      | opening_safeguard
    JUGEMENT D'OUVERTURE D'UNE PROCEDURE DE REDRESSEMENT JUDICIAIRE                   | opening_receivership
    Jugement d'ouverture de liquidation judiciaire                                    | opening_liquidation
    Jugement d'ouverture de liquidation judiciaire simplifiée                         | opening_liquidation
    Jugement prononçant la liquidation judiciaire                                     | opening_liquidation
    Jugement d'ouverture d'une procédure de traitement de sortie de crise             | opening_crisis_exit
    Autre jugement d'ouverture                                                        | opening
    Jugement d'extension d'une procédure de redressement judiciaire                   | extension_receivership
    Jugement d'extension de liquidation judiciaire                                    | extension_liquidation
    Jugement de conversion en liquidation judiciaire                                  | conversion_liquidation
    Jugement de conversion en liquidation judiciaire de la procédure de sauvegarde    | conversion_liquidation
    Jugement de conversion en redressement judiciaire de la procédure de sauvegarde   | conversion_receivership
    Jugement arrêtant le plan de redressement                                         | plan
    Jugement de plan de redressement                                                  | plan
    Jugement arrêtant le plan de sauvegarde accélérée                                 | plan
    Jugement arrêtant un plan de cession                                              | sale_plan
    Jugement modifiant le plan de sauvegarde                                          | plan_changed
    Jugement prononçant la résolution du plan de redressement                         | plan_resolution
    Jugement prononçant la résolution du plan de redressement et la liquidation judiciaire | plan_resolution_liquidation
    Jugement prononçant la résolution du plan de sauvegarde et le redressement judiciaire | plan_resolution_receivership
    Jugement de clôture pour insuffisance d'actif                                     | closure_insufficient_assets
    Jugement de clôture pour insuffisance d'actif et autorisant la reprise des poursuites individuelles | closure_insufficient_assets
    Jugement de clôture pour extinction du passif                                     | closure_debts_paid
    Jugement mettant fin à la procédure de redressement judiciaire                    | closure
    Jugement de clôture de la procédure de sauvegarde                                 | closure
    Jugement de reprise de la procédure de liquidation judiciaire                     | reopening_liquidation
    Jugement modifiant la date de cessation des paiements                             | other_judgment
    Jugement d'interdiction de gérer                                                  | sanction
    Jugement de faillite personnelle Loi de 1985                                      | sanction
    Dépôt de l'état des créances                                                      | claims_filed
    Liste des créances nées après le jugement d'ouverture d'une procédure de liquidation judiciaire | claims_listed
    Arrêt de la cour d'appel infirmant une décision soumise à publicité               | appeal
    Jugement de désignation des organes de la procédure                               | other_judgment
    Autre jugement et ordonnance                                                      | other_judgment
""")  # noqa: E501
def test_the_kind_of_a_judgment_is_told_by_its_words(nature: str, kind: str) -> None:
    """Accents, capitals and apostrophes do not count; words that only quote a judgment open nothing."""
    (one,) = read(judged(1, "2024-03-05", nature, "2024-02-20"))
    assert (one.kind, one.nature) == (kind, nature)


@rows("""
    complement                                                        | kind
    Ouvre les opérations de la liquidation judiciaire - Mandataire: X | opening_liquidation
    Prononce la liquidation judiciaire sur conversion de la procédure | conversion_liquidation
    Jugement arrêtant le plan de redressement, durée 10 ans           | plan
    Clôture de la procédure pour insuffisance d’actif                 | closure_insufficient_assets
    Remplace Me X liquidateur dans la liquidation judiciaire ouverte  | other_judgment
""")
def test_a_catch_all_nature_is_decided_by_the_operative_words(complement: str, kind: str) -> None:
    (one,) = read(
        judged(1, "2024-03-05", "Autre jugement et ordonnance", "2024-02-20", complement=complement)
    )
    assert one.kind == kind
    assert (complement in one.nature) == (kind != "other_judgment"), "what decided is kept beside the nature"


@rows("""
    family       | label                | kind
    dpc          | Dépôts des comptes   | accounts_filed
    vente        | Ventes et cessions   | sale
    creation     | Créations            | creation
    modification | Modifications        | modification
    radiation    | Radiations           | striking_off
    conciliation | Conciliations        | conciliation
    nouveau      | Quelque chose        | other
""")
def test_other_families_are_kinds_of_their_own(family: str, label: str, kind: str) -> None:
    (one,) = read(notice(1, "2024-03-05", family=family, familleavis_lib=label))
    assert (one.kind, one.family, one.nature) == (kind, kind, label)


def test_a_filing_of_accounts_names_their_year() -> None:
    depot = {"dateCloture": "2023-12-31", "typeDepot": "Comptes annuels et rapports", "descriptif": ""}
    (one,) = read(notice(1, "2024-09-05", family="dpc", depot=depot))
    assert (one.nature, one.happened_on) == ("Comptes annuels et rapports 2023-12-31", None)


@rows("""
    written            | day
    12 mars 2024       | 2024-03-12
    1er avril 2024     | 2024-04-01
    2 Août 2020        | 2020-08-02
    31 décembre 2009   | 2009-12-31
    jeudi 2 août 2020  | 2020-08-02
    2024-03-12         | 2024-03-12
    12/03/2024         | 2024-03-12
    31 février 2024    | refused
    le mois dernier    | refused
    12 mars 24         | refused
    0024-03-12         | refused
""")
def test_days_are_read_as_the_gazette_writes_them(written: str, day: str) -> None:
    if day == "refused":
        with pytest.raises(ValueError, match="is not a day such as"):
            long_day(written)
    else:
        assert long_day(written).isoformat() == day


def test_csv_and_json_tell_the_same() -> None:
    """Semicolons and a byte order mark, or a list under “results”, “records” or none: one content."""
    told = [
        judged(1, "2024-03-05", RECEIVERSHIP, "20 février 2024"),
        judged(2, "2024-03-15", LIQUIDATION, "20 février 2024", siren=OTHER),
        notice(3, "2024-03-20", family="radiation", radiationaurcs={"commentaire": "Radiation d'office"}),
    ]
    forms = [
        as_csv(told),
        as_json(told),
        json.dumps(told).encode(),
        json.dumps({"records": [{"recordid": "x", "fields": one} for one in told]}).encode(),
        json.dumps({"records": [{"record": {"id": "x", "fields": one}} for one in told]}).encode(),
    ]
    first, *others = [
        [one._replace(line=0) for one in read_bodacc(content).announcements] for content in forms
    ]
    assert [one.happened_on for one in first] == [date(2024, 2, 20), date(2024, 2, 20), None]
    assert all(one == first for one in others)


@rows("""
    registre                                  | sirens
    732 829 320,732829320                     | 732829320
    732829320                                 | 732829320
    RCS Bordeaux 732 829 320                  | 732829320
    732 829 320,732829320,552 100 554         | 552100554 732829320
    732829320,732829321                       | 732829320
    732829321                                 | its key is wrong
    non inscrit                               | names no SIREN
    ''                                        | names no SIREN
""")
def test_each_company_is_named_once(registre: str, sirens: str) -> None:
    """One announcement may name several companies, each written in two ways."""
    file = read_bodacc(as_csv([judged(1, "2024-03-05", RECEIVERSHIP, registre=registre.strip("'"))]))
    if file.rejections:
        assert sirens in file.rejections[0].why
    else:
        assert file.announcements[0].sirens == tuple(sirens.split())
        assert len(file.doubts) == ("732829321" in registre)


def test_the_persons_name_the_company_where_the_register_does_not() -> None:
    persons = {"personne": {"numeroImmatriculation": {"numeroIdentification": "732 829 320"}}}
    (one,) = read(judged(1, "2024-03-05", RECEIVERSHIP, registre=None, listepersonnes=persons))
    assert one.sirens == (COMPANY,)


def test_a_correction_names_what_it_corrects_by_edition_issue_and_number() -> None:
    first = judged(1203, "2024-03-05", RECEIVERSHIP)
    (one,) = read(judged(7, "2024-03-15", LIQUIDATION, typeavis="rectificatif", before=first))
    assert (one.notice, one.refers_to) == ("correction", first["id"])


@rows("""
    day           | why
    2024-03-06    | after its publication
    31 avril 2024 | is not a day
""")
def test_a_judgment_is_not_later_than_its_publication(day: str, why: str) -> None:
    """What cannot be is left open and told, the announcement is kept."""
    file = read_bodacc(as_json([judged(1, "2024-03-05", RECEIVERSHIP, day)]))
    assert file.announcements[0].happened_on is None
    assert why in file.doubts[0].why


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"id": None}, "no usable id"),
        ({"id": "A" * 61}, "no usable id"),
        ({"dateparution": None}, "day of publication (dateparution) is missing"),
        ({"dateparution": "bientôt"}, "The day of publication: “bientôt” is not a day"),
    ],
)
def test_a_bad_record_is_set_aside_and_the_rest_comes_in(columns: dict[str, str], why: str) -> None:
    good = judged(1, "2024-03-05", RECEIVERSHIP)
    file = read_bodacc(as_json([{**good, **columns}, good]))
    assert (file.read, len(file.announcements)) == (2, 1)
    assert file.rejections[0].line == 1
    assert why in file.rejections[0].why


def test_a_column_that_is_no_json_is_told() -> None:
    file = read_bodacc(as_json([judged(1, "2024-03-05", RECEIVERSHIP) | {"jugement": '{"nature": "Jug'}]))
    assert file.announcements[0].kind == "other_judgment"
    assert "the column jugement is not written as JSON" in file.doubts[0].why


def test_text_that_no_database_takes_is_cleaned() -> None:
    """Zero bytes and halves of characters can be written in JSON; UTF-8 read as Latin-1 is set right."""
    (one,) = read(
        judged(1, "2024-03-05", "Jugement de clÃ´ture\u0000 pour insuffisance d'actif", tribunal="\ud800")
    )
    assert one.nature == "Jugement de clôture pour insuffisance d'actif"
    assert (one.kind, one.court) == ("closure_insufficient_assets", None)


@pytest.mark.parametrize(
    ("content", "error", "why"),
    [
        (b"", FileUnreadable, "empty"),
        (b"[" * 100_000, FileUnreadable, "nests JSON too deep"),
        (b'{"results": 3}', FileUnreadable, "no list of announcements"),
        (b'{"id"', FileUnreadable, "not valid JSON"),
        (b"id;dateparution;familleavis;registre\n", MappingWrong, "no column typeavis"),
    ],
)
def test_a_file_that_is_no_export_is_refused(content: bytes, error: type[ImportRefused], why: str) -> None:
    with pytest.raises(error, match=why):
        read_bodacc(content)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_record = st.dictionaries(
    st.sampled_from([
        "id", "dateparution", "typeavis", "familleavis", "registre", "jugement", "acte", "depot",
        "listepersonnes", "radiationaurcs", "parutionavisprecedent", "tribunal", "fields",
    ]),
    _json | st.sampled_from(["2024-03-05", "annulation", COMPANY, "collective", "A1", '{"nature": []}']),
)  # fmt: skip


@given(
    st.binary(max_size=200)
    | st.builds(lambda b: b"id;dateparution;typeavis;familleavis;registre\n" + b, st.binary(max_size=80))
)
@settings(max_examples=150)
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(ImportRefused):
        read_bodacc(content)


@given(st.lists(_record, max_size=4) | _json)
@settings(max_examples=200)
def test_arbitrary_json_is_read_or_refused(value: object) -> None:
    """Whatever stands in whichever column, every record is an announcement or a rejection."""
    with suppress(ImportRefused):
        file = read_bodacc(json.dumps(value).encode())
        assert file.read == len(file.announcements) + len(file.rejections)

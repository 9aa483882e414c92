"""The lines of a company's yearly statement by their codes on the tax forms 2050 to 2053 (the liasse).

Codes and meanings as the forms print them: 2050 from a scanned copy of the form, the others from public lists
of the codes and from common knowledge of the forms. Nothing is computed from a meaning; they are for readers.
Form 2033 (simplified regime) has other codes, which are not in this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ASSETS, LIABILITIES, INCOME, RESULT = "2050", "2051", "2052", "2053"


@dataclass(frozen=True, slots=True)
class Code:
    """One box: its form and what it holds; `depreciation` is the code of the box beside an asset."""

    form: str
    english: str
    french: str
    depreciation: str = ""


# code | code of its depreciation | English | French
_ASSETS = """
AA |    | subscribed capital not called | capital souscrit non appelé
AB | AC | start-up costs | frais d'établissement
CX | CQ | development costs | frais de développement
AF | AG | concessions, patents | concessions, brevets et droits similaires
AH | AI | goodwill | fonds commercial
AJ | AK | other intangible assets | autres immobilisations incorporelles
AL | AM | advances on intangible assets | avances sur immobilisations incorporelles
AN | AO | land | terrains
AP | AQ | buildings | constructions
AR | AS | plant and machinery | installations techniques, matériel et outillage
AT | AU | other tangible assets | autres immobilisations corporelles
AV | AW | assets under construction | immobilisations en cours
AX | AY | advances on tangible assets | avances et acomptes sur immobilisations
CS | CT | interests under the equity method | participations par mise en équivalence
CU | CV | other interests in companies | autres participations
BB | BC | receivables from such interests | créances rattachées à des participations
BD | BE | other long-term securities | autres titres immobilisés
BF | BG | loans | prêts
BH | BI | other financial assets | autres immobilisations financières
BJ | BK | total fixed assets | total actif immobilisé
BL | BM | raw materials | matières premières, approvisionnements
BN | BO | goods in progress | en-cours de production de biens
BP | BQ | services in progress | en-cours de production de services
BR | BS | finished goods | produits intermédiaires et finis
BT | BU | goods for resale | marchandises
BV | BW | advances paid to suppliers | avances et acomptes versés sur commandes
BX | BY | trade receivables | clients et comptes rattachés
BZ | CA | other receivables | autres créances
CB | CC | capital called, not paid in | capital souscrit et appelé, non versé
CD | CE | short-term securities | valeurs mobilières de placement
CF | CG | cash | disponibilités
CH | CI | prepaid expenses | charges constatées d'avance
CJ | CK | total current assets | total actif circulant
CW |    | deferred borrowing costs | frais d'émission d'emprunt à étaler
CM |    | redemption premiums | primes de remboursement des obligations
CN |    | exchange differences, assets | écarts de conversion actif
CO | 1A | total assets | total général de l'actif
"""
_LIABILITIES = """
DA | | share capital | capital social ou individuel
DB | | share premiums | primes d'émission, de fusion, d'apport
DC | | revaluation differences | écarts de réévaluation
DD | | legal reserve | réserve légale
DE | | reserves under the articles | réserves statutaires ou contractuelles
DF | | regulated reserves | réserves réglementées
DG | | other reserves | autres réserves
DH | | retained earnings | report à nouveau
DI | | result of the year | résultat de l'exercice
DJ | | investment grants | subventions d'investissement
DK | | regulated provisions | provisions réglementées
DL | | equity | capitaux propres
DM | | participating securities | produit des émissions de titres participatifs
DN | | conditional advances | avances conditionnées
DO | | other own funds | autres fonds propres
DP | | provisions for risks | provisions pour risques
DQ | | provisions for charges | provisions pour charges
DR | | total provisions | total des provisions
DS | | convertible bonds | emprunts obligataires convertibles
DT | | other bonds | autres emprunts obligataires
DU | | bank borrowings | emprunts et dettes auprès des établissements de crédit
DV | | other borrowings, partners' accounts | emprunts et dettes financières divers
DW | | advances received from customers | avances et acomptes reçus sur commandes
DX | | trade payables | dettes fournisseurs et comptes rattachés
DY | | tax and social liabilities | dettes fiscales et sociales
DZ | | payables on fixed assets | dettes sur immobilisations
EA | | other liabilities | autres dettes
EB | | deferred income | produits constatés d'avance
EC | | total liabilities | total des dettes
ED | | exchange differences, liabilities | écarts de conversion passif
EE | | total equity and liabilities | total général du passif
EG | | liabilities due within a year | dettes et produits constatés d'avance à moins d'un an
EH | | current bank overdrafts | concours bancaires courants
"""
_INCOME = """
FA | | goods sold, France | ventes de marchandises, France
FB | | goods sold, abroad | ventes de marchandises, export
FC | | goods sold | ventes de marchandises
FD | | own products sold, France | production vendue de biens, France
FE | | own products sold, abroad | production vendue de biens, export
FF | | own products sold | production vendue de biens
FG | | services sold, France | production vendue de services, France
FH | | services sold, abroad | production vendue de services, export
FI | | services sold | production vendue de services
FJ | | sales, France | chiffre d'affaires, France
FK | | sales, abroad | chiffre d'affaires, export
FL | | sales | chiffre d'affaires net
FM | | production stored | production stockée
FN | | production for own use | production immobilisée
FO | | operating grants | subventions d'exploitation
FP | | reversals, charges transferred | reprises et transferts de charges
FQ | | other income | autres produits
FR | | total operating income | total des produits d'exploitation
FS | | purchases of goods | achats de marchandises
FT | | change in stock of goods | variation de stock de marchandises
FU | | purchases of raw materials | achats de matières premières
FV | | change in stock of raw materials | variation de stock de matières premières
FW | | other purchases and external charges | autres achats et charges externes
FX | | taxes | impôts, taxes et versements assimilés
FY | | wages | salaires et traitements
FZ | | social charges | charges sociales
GA | | depreciation of fixed assets | dotations aux amortissements sur immobilisations
GB | | impairment of fixed assets | dotations aux dépréciations des immobilisations
GC | | impairment of current assets | dotations aux dépréciations de l'actif circulant
GD | | provisions | dotations aux provisions
GE | | other charges | autres charges
GF | | total operating charges | total des charges d'exploitation
GG | | operating result | résultat d'exploitation
GH | | profit received or loss passed on | bénéfice attribué ou perte transférée
GI | | loss borne or profit passed on | perte supportée ou bénéfice transféré
GJ | | income from interests in companies | produits financiers de participations
GK | | income from other securities | produits des autres valeurs mobilières
GL | | other interest received | autres intérêts et produits assimilés
GM | | financial reversals | reprises financières
GN | | exchange gains | différences positives de change
GO | | gains on short-term securities | produits nets sur cessions de valeurs mobilières
GP | | total financial income | total des produits financiers
GQ | | financial provisions | dotations financières
GR | | interest paid | intérêts et charges assimilées
GS | | exchange losses | différences négatives de change
GT | | losses on short-term securities | charges nettes sur cessions de valeurs mobilières
GU | | total financial charges | total des charges financières
GV | | financial result | résultat financier
GW | | current result before tax | résultat courant avant impôts
"""
_RESULT = """
HA | | exceptional income, operations | produits exceptionnels sur opérations de gestion
HB | | exceptional income, capital | produits exceptionnels sur opérations en capital
HC | | exceptional reversals | reprises exceptionnelles
HD | | total exceptional income | total des produits exceptionnels
HE | | exceptional charges, operations | charges exceptionnelles sur opérations de gestion
HF | | exceptional charges, capital | charges exceptionnelles sur opérations en capital
HG | | exceptional provisions | dotations exceptionnelles
HH | | total exceptional charges | total des charges exceptionnelles
HI | | exceptional result | résultat exceptionnel
HJ | | employees' share of profit | participation des salariés
HK | | tax on profit | impôts sur les bénéfices
HL | | total income | total des produits
HM | | total charges | total des charges
HN | | net result | bénéfice ou perte
HP | | equipment leasing | crédit-bail mobilier
HQ | | property leasing | crédit-bail immobilier
A1 | | charges transferred | transferts de charges
"""


def _codes(form: str, table: str) -> dict[str, Code]:
    cells = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return {code: Code(form, english, french, beside) for code, beside, english, french in cells}


MAIN: Mapping[str, Code] = {
    **_codes(ASSETS, _ASSETS),
    **_codes(LIABILITIES, _LIABILITIES),
    **_codes(INCOME, _INCOME),
    **_codes(RESULT, _RESULT),
}
DEPRECIATION_OF: Mapping[str, str] = {
    one.depreciation: code for code, one in MAIN.items() if one.depreciation
}
CODES: Mapping[str, Code] = {
    **MAIN,
    **{
        beside: Code(
            ASSETS,
            f"depreciation of {MAIN[code].english}",
            f"amortissements et dépréciations : {MAIN[code].french}",
        )
        for beside, code in DEPRECIATION_OF.items()
    },
}

"""What only the lateness model can say of itself in a validation report, from its own figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from features.catalogue import CATALOGUE
from ledger.facts import Facts
from scoring.lateness.artifact import BOOSTERS, LATE_30, LatenessModel
from scoring.lateness.curve import Curves
from scoring.lateness.odds import log_odds
from training.run.lateness.rows import Asked, answered, first_day, late
from training.run.signs import imposed
from training.run.subject import Windows

_SEED = 43
_ROWS = 500
_MONTH = 30
_WEEK = 7
_NEAR = 1e-6
# Ten days later than before, all at once, is what a bad quarter of a sector looks like.
_SHOCK_DAYS = 10.0
_NUDGE = 0.01
_BINS = 10
_LISTED = 5
_FEW, _MANY = 1, 10


@dataclass(frozen=True, slots=True)
class Book:
    """The facts of the run, and the windows' invoices with what was known of them and foretold."""

    past: Facts
    asked: Asked
    windows: Windows
    known: pd.DataFrame
    told: Curves


def sections(book: Book, model: LatenessModel, rehearsal: LatenessModel) -> Mapping[int, Sequence[str]]:
    """Paragraphs by the number of their section."""
    return {
        1: _purpose(book),
        2: _data(book, model),
        3: _features(book),
        4: _method(model),
        6: _sensitivity(book, rehearsal),
        7: _explanation(book, rehearsal),
        8: _money(book),
        10: _watch(book),
        11: _persons(book),
    }


def unjudged_sections(book: Book, model: LatenessModel, *, why: str) -> Mapping[int, Sequence[str]]:
    """The same where the windows judge nothing: what needs outcomes says why it was not measured."""
    return {
        1: _purpose(book),
        2: _data(book, model),
        3: _features(book),
        4: _method(model),
        6: [f"Not measured: {why}."],
        7: _explanation(book, model) if len(book.known) else [f"Not measured: {why}."],
        8: [f"Not measured: {why}. Dates and cash foretold by this model have no known error yet."],
        10: [
            "Triggers: as for any model (encours watch); the first months observed are the first "
            "that judge it.",
            "Owner: whoever is named in the log of promotions. Train again as history grows.",
        ],
        11: _persons(book),
    }


def history_of(known: pd.DataFrame) -> NDArray[np.str_]:
    """How many payments of the customer had been seen on the evening."""
    paid = known["n_paid"].to_numpy(np.float64)
    labels = np.where(paid >= _MANY, f"{_MANY} payments or more", f"{_FEW} to {_MANY - 1} payments")
    return np.where(paid < _FEW, "no payment yet", labels).astype(np.str_)


def thirds(cents: NDArray[np.int64]) -> NDArray[np.str_]:
    """Small, middle and large, by the thirds of the invoices themselves."""
    low, high = np.quantile(cents, (1 / 3, 2 / 3)) if len(cents) else (0.0, 0.0)
    return np.where(cents <= low, "small", np.where(cents <= high, "middle", "large")).astype(np.str_)


def cash_error(asked: Asked, told: Curves) -> float | None:
    """Absolute error of weekly cash, foretold on the issue evenings, as a share of what was received.

    Of the currency most invoices are in; None when nothing came in.
    """
    pairs, marks = asked.landmarks.pairs, asked.landmarks
    currency = np.asarray(asked.streams.accounts.get_level_values(1))[pairs.account]
    names, counts = np.unique(currency, return_counts=True)
    if len(names) == 0:
        return None
    cents = np.where(currency == names[counts.argmax()], pairs.amount_cents, 0).astype(np.float64)
    weeks = np.arange(int(pairs.issued.min()), marks.horizon - _WEEK + 2, _WEEK)
    gaps, received = 0.0, 0.0
    for start in weeks:
        ends = [np.full(len(pairs), start + shift) for shift in (-1, _WEEK - 1)]
        expected = float((cents * (told.paid_by(ends[1]) - told.paid_by(ends[0]))).sum())
        came = float(cents[(marks.paid >= start) & (marks.paid < start + _WEEK)].sum())
        gaps, received = gaps + abs(expected - came), received + came
    return gaps / received if received else None


def _purpose(book: Book) -> list[str]:
    invoices = book.past.invoices
    open_now = int((book.asked.landmarks.paid > book.asked.landmarks.horizon).sum())
    return [
        "When each open invoice will be paid, for whoever plans cash and for whoever decides whom to call "
        "first. "
        "It orders work and foretells cash; it grants, refuses or cuts no credit by itself.",
        f"Serves {invoices['customer_id'].nunique():,} customers and {invoices['invoice_id'].nunique():,} "
        f"invoices; {open_now:,} of those in the windows were open at their end. A wrong date costs a "
        "call too "
        "early or too late: materiality is moderate.",
        "Limits of use: no answer beyond a year after the due day; none about invoices not yet issued but "
        "for the "
        "customer's next usual one; not made to compare customers of different books.",
    ]


def _data(book: Book, model: LatenessModel) -> list[str]:
    past, manifest = book.past, model.manifest
    late_news = (past.invoices["known_on"] > past.invoices["issued_on"]).mean()
    open_share = float((book.asked.landmarks.paid > book.asked.landmarks.horizon).mean())
    return [
        f"Source: the ledger, from {first_day(past)} to {past.horizon}; {manifest.n_invoices:,} invoices "
        "learnt "
        f"from, {len(past.payments):,} payments, as known on {manifest.as_of}. "
        f"Data fingerprint {manifest.data_fingerprint}.",
        f"Every fact counts from the day it was known: {late_news:.1%} of invoice versions were known "
        "after their "
        "issue. Corrections show from their own day.",
        "Left out: credit notes, invoices cancelled since, items carried forward whose age nobody knows, "
        "invoices "
        "known only once paid.",
        "Label: the day on which the open amount came down to nothing. Invoices open at the end are kept and "
        f"censored there ({open_share:.1%} of those in the windows); dropping them would leave the fast "
        "payers.",
        "Representative of customers to whom we sold on account: those refused or asked to pay first are "
        "not in "
        "the ledger, and nothing is imputed for them.",
    ]


def _features(book: Book) -> list[str]:
    missing = book.known.isna().mean().sort_values(ascending=False)
    drift = sorted(_drift(book).items(), key=lambda item: -item[1])
    reminders = [name for name in book.known.columns if "reminder" in name]
    rows = [
        f"| {one.name} | {one.meaning} | {one.unit} | {one.risk.value} | {missing[one.name]:.0%} |"
        for one in CATALOGUE
    ]
    return [
        f"{len(CATALOGUE)} features; most often missing: {_listed(missing.items(), '.0%')}.",
        "Largest shift between the first and the last third of the windows (population stability index, "
        f"{_BINS} bins, uncorrected): {_listed(drift, '.2f')}.",
        f"Forbidden: reminders sent, which follow from the prediction itself: {len(reminders)} found. "
        "Nothing known "
        "after the evening: the builder of features refuses it.",
        "\n".join(["| feature | meaning | unit | sign | missing |", "|---|---|---|---|---:|", *rows]),
    ]


def _method(model: LatenessModel) -> list[str]:
    given = ", ".join(f"{name} {value}" for name, value in sorted(model.manifest.parameters.items()))
    signs = sum(len(imposed(model.boosters[name])) for name in BOOSTERS)
    trees = ", ".join(f"{name} {model.boosters[name].num_trees()}" for name in BOOSTERS)
    return [
        "A discrete-time hazard over intervals of the invoice's life, moved towards direct answers about "
        "the due "
        "day and the thirtieth day after; all probabilities and dates are read off one curve. "
        "Alternatives tried "
        "and left: regression of days late on paid invoices, the same hazard on paid invoices only (the "
        "back-test "
        "shows the price of the latter every time).",
        f"Recipe: {given}.",
        f"Trees: {trees}. Imposed signs: {signs}. Class imbalance is left alone.",
    ]


def _sensitivity(book: Book, rehearsal: LatenessModel) -> list[str]:
    kept = answered(book.asked, 0)
    truth, told = (
        late(book.asked, 0)[kept],
        np.clip(book.told.late()[kept].astype(np.float64), _NEAR, 1 - _NEAR),
    )
    months = (
        book.asked.landmarks.pairs.issued[kept] - int(book.asked.landmarks.pairs.issued.min())
    ) // _MONTH
    decay = ", ".join(
        f"month {month + 1} "
        f"{log_loss(truth[months == month], told[months == month], labels=[False, True]):.3f}"
        for month in np.unique(months)
    )
    some = _some(book.known)
    chance = np.random.default_rng(_SEED)
    spread = np.nan_to_num(some.std().to_numpy(np.float64))
    nudged = some + (chance.standard_normal(some.shape) * _NUDGE * spread).astype(np.float32)
    shocked = some.copy()
    lateness = [name for name in some.columns if name.startswith("days_late")]
    shocked[lateness] = shocked[lateness] + np.float32(_SHOCK_DAYS)
    plain = rehearsal.head(LATE_30, some)
    return [
        f"Log-loss of “paid late” by month since the rehearsal's last fact: {decay}.",
        f"Inputs moved by {_NUDGE:.0%} of their spread: P(more than 30 days late) moves by "
        f"{np.abs(rehearsal.head(LATE_30, nudged) - plain).mean():.4f} on average, "
        f"{np.abs(rehearsal.head(LATE_30, nudged) - plain).max():.3f} at most.",
        f"A shock of {_SHOCK_DAYS:.0f} days on every lateness seen ({len(lateness)} features): mean "
        "P(more than 30 "
        f"days late) goes from {plain.mean():.3f} to {rehearsal.head(LATE_30, shocked).mean():.3f}.",
    ]


def _explanation(book: Book, rehearsal: LatenessModel) -> list[str]:
    some = _some(book.known)
    parts = rehearsal.contributions(LATE_30, some)
    error = np.abs(parts.sum(axis=1) - log_odds(rehearsal.head(LATE_30, some))).max(initial=0.0)
    chance = np.random.default_rng(_SEED)
    spread = np.nan_to_num(some.std().to_numpy(np.float64))
    nudged = some + (chance.standard_normal(some.shape) * _NUDGE * spread).astype(np.float32)
    stays = (_first(parts) == _first(rehearsal.contributions(LATE_30, nudged))).mean() if len(some) else 1.0
    return [
        f"Reasons sum to the log-odds they explain within {error:.1e}, over {len(some)} invoices.",
        f"Inputs moved by {_NUDGE:.0%} of their spread: the strongest family of reasons stays on "
        f"{stays:.1%} of them.",
    ]


def _money(book: Book) -> list[str]:
    error = cash_error(book.asked, book.told)
    pairs = book.asked.landmarks.pairs
    told = "nothing was received in the windows" if error is None else f"{error:.1%} of what was received"
    return [
        f"Weekly cash of {len(pairs):,} invoices of the windows, foretold on their issue evenings: "
        "absolute error "
        f"{told}.",
        "Expected losses, limits and the queue are judged where they are decided; this model gives them "
        "dates.",
    ]


def _watch(book: Book) -> list[str]:
    kept = answered(book.asked, 0)
    observed = float(late(book.asked, 0)[kept].mean()) if kept.any() else float("nan")
    expected = float(book.told.late()[kept].mean()) if kept.any() else float("nan")
    return [
        f"Triggers: expected over observed outside 0.9 to 1.1 on a matured month (now {expected:.3f} "
        "expected, "
        f"{observed:.3f} observed late), a feature's stability index above 0.25, or 90 days since the "
        "last facts.",
        "Owner: whoever is named in the log of promotions; a retraining that is not better changes nothing.",
    ]


def _persons(book: Book) -> list[str]:
    profiles = book.past.beside.profiles
    persons = int(profiles.loc[profiles["kind"] == "person", "customer_id"].nunique())
    return [
        f"{persons:,} customers are known to be natural persons, of "
        f"{book.past.invoices['customer_id'].nunique():,}; "
        "no feature tells persons apart, and none is of a protected ground. A natural person may ask for the "
        "reasons shown with every score and for a human decision.",
    ]


def _drift(book: Book) -> dict[str, float]:
    issued = book.asked.landmarks.pairs.issued
    if len(issued) == 0:
        return {}
    low, high = np.quantile(issued, (1 / 3, 2 / 3))
    first, last = book.known.loc[issued <= low], book.known.loc[issued >= high]
    return {str(name): _psi(first[name].to_numpy(), last[name].to_numpy()) for name in book.known.columns}


def _psi(before: NDArray[np.float32], after: NDArray[np.float32]) -> float:
    seen = before[np.isfinite(before)]
    if len(seen) == 0:
        return 0.0
    edges = np.unique(np.quantile(seen, np.linspace(0, 1, _BINS + 1)[1:-1]))
    shares = []
    for values in (before, after):
        place = np.where(np.isfinite(values), np.searchsorted(edges, values, side="right"), len(edges) + 1)
        counts = np.bincount(place.astype(np.int64), minlength=len(edges) + 2) + 0.5
        shares.append(counts / counts.sum())
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _first(parts: NDArray[np.float64]) -> NDArray[np.int64]:
    """The family of the largest contribution of each row."""
    families = list(dict.fromkeys(feature.family for feature in CATALOGUE))
    belongs = np.array([families.index(feature.family) for feature in CATALOGUE])
    summed = np.stack(
        [parts[:, :-1][:, belongs == place].sum(axis=1) for place in range(len(families))], axis=1
    )
    return np.abs(summed).argmax(axis=1)


def _some(known: pd.DataFrame) -> pd.DataFrame:
    picked = np.random.default_rng(_SEED).permutation(len(known))[:_ROWS]
    return known.iloc[np.sort(picked)]


def _listed(pairs: Iterable[tuple[object, float]], form: str) -> str:
    told = [f"{name} {value:{form}}" for name, value in list(pairs)[:_LISTED]]
    return ", ".join(told) or "none"

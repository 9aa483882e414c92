"""Who of the customers a company is."""

import numpy as np
from numpy.typing import NDArray

from ledger.facts import Facts


def customers_of(known: Facts, siren: str) -> NDArray[np.int64]:
    rows = known.beside.profiles.sort_values("known_on", kind="stable")
    latest = rows.drop_duplicates("customer_id", keep="last")
    return latest.loc[latest["siren"] == siren, "customer_id"].to_numpy(np.int64)


def is_identified(known: Facts, customer: int) -> bool:
    """Whether the company register told who a company is that is no customer."""
    rows = known.beside.profiles
    return bool((rows.loc[rows["customer_id"] == customer, "kind"] != "").any())

"""The ways to public registers that the settings open; off where they say nothing."""

from ledger.company.lookup.gateway import OFFICIAL, Gateway, Gateways, HttpGateway, NullGateway, unusable
from ledger.company.lookup.looked_up import BODACC, COMPANY_REGISTER, RATIOS
from serving.settings import SettingRefused, Settings

_VARIABLES = {
    COMPANY_REGISTER: "ENCOURS_LOOKUP_REGISTER",
    BODACC: "ENCOURS_LOOKUP_BODACC",
    RATIOS: "ENCOURS_LOOKUP_RATIOS",
}


def gateways_of(where: Settings) -> Gateways:
    """Raises SettingRefused for an address that nothing may be asked at."""
    said = where.lookups
    return Gateways(
        _gateway(COMPANY_REGISTER, said.register, on=said.on),
        _gateway(BODACC, said.bodacc, on=said.on),
        _gateway(RATIOS, said.ratios, on=said.on),
    )


def _gateway(register: str, address: str, *, on: bool) -> Gateway:
    if not address:
        return HttpGateway(register, OFFICIAL[register]) if on else NullGateway()
    if why := unusable(address):
        raise SettingRefused(f"{_VARIABLES[register]}: {why}")
    return HttpGateway(register, address)

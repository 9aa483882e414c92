"""Which Encours this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    try:
        return version("encours")
    except PackageNotFoundError:
        return "0+working-tree"

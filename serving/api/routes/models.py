"""The registered models over HTTP."""

from typing import Annotated

from fastapi import HTTPException, Path

from serving.api.deps import OpenHouse
from serving.api.schemas.models import ActOnModel, ModelCard, ModelList, model_answer
from serving.rooms import Room
from serving.shelf import NAMES, Shelf

router = Room(prefix="/models", tags=["models"])

_Name = Annotated[str, Path(pattern=f"^({'|'.join(NAMES)})$", description="What it predicts.")]
_Version = Annotated[int, Path(ge=1, le=2**31, description="Its number.")]


@router.get("")
def list_models(house: OpenHouse) -> ModelList:
    """List every version with its figures, which one serves, and who put it in service."""
    shelf = Shelf(house.settings.home)
    acts = [ActOnModel.model_validate({**act, "name": name}) for name in NAMES for act in shelf.acts(name)]
    return ModelList(items=[model_answer(one) for name in NAMES for one in shelf.models(name)], acts=acts)


@router.get("/{name}/{version}/card")
def card(house: OpenHouse, name: _Name, version: _Version) -> ModelCard:
    """Show a version's card and validation report."""
    shelf = Shelf(house.settings.home)
    found = shelf.model(f"{name}-{version}")
    if found is None:
        raise HTTPException(404)
    return ModelCard(
        name=name,
        version=version,
        card=shelf.text(found, "model_card.md"),
        validation=shelf.text(found, "validation_report.md"),
    )

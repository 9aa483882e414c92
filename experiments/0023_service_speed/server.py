"""The house's own server with one constant endpoint more: a process of its own."""

import sys

import uvicorn
from fastapi import APIRouter

import serving.api.allowed
from serving.app import create_app
from serving.doors import DOORS, Door, Whose, door_name
from serving.settings import prepare, settings
from serving.tuning import answer_in_turn

router = APIRouter(prefix="/v1")


@router.get("/constant")
def constant() -> dict[str, str]:
    """What costs nothing to know."""
    return {"status": "ok"}


def main() -> None:
    prepare()
    serving.api.allowed.DOORS = {**DOORS, door_name(constant): Door(None, Whose.NOBODYS)}  # type: ignore[attr-defined]
    app = create_app(settings())
    app.include_router(router)
    answer_in_turn()
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()

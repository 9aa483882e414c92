"""The pages, hung onto the application."""

from fastapi import Depends, FastAPI

from serving.web import files
from serving.web.forms import same_hand
from serving.web.pages import (
    account,
    alerts,
    audit,
    cash,
    contests,
    customer,
    customer_acts,
    customers,
    entrance,
    importing,
    models,
    overview,
    portfolio,
    prospects,
    replays,
    scenarios,
    today,
    users,
    waiting,
    week,
)
from serving.web.rendering import refusal_page

# Pages show; acts change, and are sent from a page's own form. The first whose address fits answers: what
# waits comes before the scenarios by their codes.
_PAGES = (
    *(
        account,
        alerts,
        audit,
        cash,
        contests,
        customer,
        customer_acts,
        customers,
        importing,
        models,
        overview,
    ),
    *(portfolio, prospects, waiting, scenarios, replays, today, users, week),
)


def open_pages(app: FastAPI) -> None:
    app.state.refusal_page = refusal_page
    app.include_router(files.router)
    app.include_router(entrance.router)
    for module in _PAGES:
        app.include_router(module.pages, include_in_schema=False)
        app.include_router(module.acts, include_in_schema=False, dependencies=[Depends(same_hand)])

"""What a refusal looks like: problem details of RFC 9457."""

from pydantic import BaseModel, ConfigDict, Field


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    where: str = Field(description="The part of the request, as `query.capacity`.")
    why: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """Why a request was refused, in words its sender can act on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:encours:problem:unknown-customer",
                    "title": "No customer has this code",
                    "status": 404,
                    "detail": "No customer has the code “C-404”.",
                    "instance": "/v1/customers/C-404/score",
                }
            ]
        }
    )

    type: str = Field(description="A stable name of the kind of problem, to be compared by programs.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="This very case, in a sentence.")
    instance: str = Field(description="The path that was asked for.")
    errors: list[Fault] | None = Field(default=None, description="Each fault of a refused request.")

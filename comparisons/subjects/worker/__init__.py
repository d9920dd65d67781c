"""The process somebody else's code runs in, and what is asked of it."""

from comparisons.subjects.worker.candidate_error import CandidateError
from comparisons.subjects.worker.limits import Limits
from comparisons.subjects.worker.member import Member, Parameter
from comparisons.subjects.worker.steps import (
    Call,
    Define,
    Forget,
    Get,
    Item,
    Keep,
    Kept,
    Name,
    Opaque,
    Put,
    Ref,
    Returned,
    Set,
    Step,
    Write,
)
from comparisons.subjects.worker.worker import Worker

__all__ = [
    "Call", "CandidateError", "Define", "Forget", "Get", "Item", "Keep", "Kept", "Limits", "Member", "Name", "Opaque", "Parameter",
    "Put", "Ref", "Returned", "Set", "Step", "Worker", "Write",
]  # fmt: skip

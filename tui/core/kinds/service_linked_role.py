"""A service-linked role: the service makes it, owns it and alone may change it; one call asks for it."""

from dataclasses import dataclass
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import Step


@dataclass(frozen=True)
class ServiceLinkedRole:
    """Its name cannot be derived from the service's; the preset has it from AWS's documentation."""

    service: str
    """The AWSServiceName: opensearchservice.amazonaws.com."""
    role_name: str
    unique_id: str = ""
    """Observed only: AROA..."""

    @property
    def address(self) -> str:
        """Kind and service: an account has one role per service and suffix."""
        return f"service-linked-role/{self.service}"

    def parts(self) -> dict[str, Any]:
        """Nothing in it can differ: it is there or it is not."""
        return {"service": self.service}


def change_service_linked_role(desired: ServiceLinkedRole, observed: ServiceLinkedRole | None) -> tuple[Step, ...]:
    """CreateServiceLinkedRole where there is none yet."""
    if observed is not None:
        return ()
    create = ApiCall("iam", "CreateServiceLinkedRole", {"AWSServiceName": desired.service})
    delete = ApiCall("iam", "DeleteServiceLinkedRole", {"RoleName": desired.role_name})
    return (Step(desired.address, create, (delete,)),)

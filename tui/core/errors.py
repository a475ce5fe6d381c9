"""Everything that can go wrong and be told to a person.

RoleWizardError                  code + parameters; i18n has the text ("error.<code>") and the hint ("hint.<code>")
|- UsageError          exit 2    the command line
|- PresetInvalid       exit 2    a preset file; `where` is file:line
|- AnswerRejected      exit 2    one value for one placeholder; `where` is the placeholder
|- PlanStale           exit 1    the account is no longer what the plan was made for
|- AwsRefused          exit 3    AWS answered with an error code
|- AwsUnreachable      exit 3    no answer: credentials, region, network
|- DryRunRefused       exit 3    a call that would change something, on a dry run
"""

import re
from collections.abc import Mapping


class RoleWizardError(Exception):
    """A code for machines, parameters for the sentence, and where it happened."""

    exit_code = 2

    def __init__(self, code: str, where: str = "", **params: object) -> None:
        super().__init__(f"{code} {where} {params}")
        self.code = code
        self.where = where
        self.params: Mapping[str, object] = params

    @property
    def hint_code(self) -> str:
        """Which advice fits: "hint.<code>" of it, where that text exists."""
        return self.code


class UsageError(RoleWizardError):
    """The command line asks for something that does not exist or does not fit together."""


class PresetInvalid(RoleWizardError):
    """A preset that does not follow the format.

    `path` leads to the offending node of the parsed file, so that the loader can name its line.
    """

    def __init__(self, code: str, where: str = "", path: tuple[str | int, ...] = (), **params: object) -> None:
        super().__init__(code, where, **params)
        self.path = path


class AnswerRejected(RoleWizardError):
    """A value that its placeholder's type does not take."""


class PlanStale(RoleWizardError):
    """Somebody changed what the plan was made for; it has to be reviewed again."""

    exit_code = 1


class AwsRefused(RoleWizardError):
    """AWS answered "no". `aws_code` and `aws_message` are AWS's own words, untranslated."""

    exit_code = 3

    def __init__(self, aws_code: str, aws_message: str, operation: str, status: int = 400) -> None:
        code = "aws.denied" if aws_code in ACCESS_DENIED else "aws.refused"
        super().__init__(code, operation, aws_code=aws_code, aws_message=aws_message, operation=operation)
        self.aws_code = aws_code
        self.aws_message = aws_message
        self.operation = operation
        self.status = status

    @property
    def hint_code(self) -> str:
        """Another than that of a permission which is merely missing, where one more Allow would not help."""
        return "aws.barred" if self.code == "aws.denied" and is_barred(self.aws_message) else self.code


class OwnFault(RoleWizardError):
    """An error nobody expected, as a person is told of it; `log` is where --debug writes what led to it."""

    exit_code = 1

    def __init__(self, error: BaseException, log: str) -> None:
        super().__init__("bug", type(error).__name__, reason=str(error), log=log)


class AwsUnreachable(RoleWizardError):
    """No answer from AWS: no credentials, no region, no network, or a profile that does not exist."""

    exit_code = 3


class DryRunRefused(RoleWizardError):
    """The session of a dry run sends nothing that could change the account."""

    exit_code = 3


class JournalFailed(RoleWizardError):
    """The journal cannot be written: the disk is full, or the folder is read-only."""

    exit_code = 1


class RunBusy(RoleWizardError):
    """Another process holds the run's lock."""


# "with an explicit deny in a service control policy", "because no permissions boundary allows the ... action"
BARRED = re.compile(
    r"explicit deny|no (?:permissions boundary|session policy|service control policy|resource control policy"
    r"|VPC endpoint policy) allows"
)
ACCESS_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"})


def is_barred(message: str) -> bool:
    """Whether AWS's words about a refused call name a deny or a limit, so that one more Allow does not help."""
    return bool(BARRED.search(message))

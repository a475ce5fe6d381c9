"""The same commands for PowerShell, a line for each argument, documents in files beside the script.

Values it could change on their way (quotes, backslashes, line ends, anything beyond ASCII) go into a JSON file as well
and are read with `--cli-input-json`: Windows PowerShell 5.1 drops double quotes inside arguments. What only an earlier
call's answer says is kept in a variable; of files that need it the parts lie there, of which the script makes what the
AWS CLI reads.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any, Protocol

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.result_reference import ANSWERS, SHOWN, refs_in, resolved
from tui.core.calls.step import Step
from tui.core.errors import UsageError
from tui.core.kinds import KmsKey
from tui.core.plan.exported import ExportFile
from tui.core.plan.plan import Plan
from tui.core.plan.report import outputs_of
from tui.export.arguments import Files, Shell, command, file_stem
from tui.export.whole import fresh_steps

ALIAS = re.compile(r"[A-Za-z0-9:/_-]+", re.ASCII)
"""What KMS takes for one."""


class Dialect(Protocol):
    """One of the two shells: each method gives lines."""

    suffix: str
    tail: tuple[str, ...]
    """What stands behind everything."""

    def shell(self, results: Collection[str]) -> Shell:
        """How words are written; a word that is one of the results stands for the variable of that name."""
        ...

    def head(self, script: str, about: list[str]) -> list[str]:
        """Up to the first command; `about` are remarks."""
        ...

    def unless(self, variable: str, expected: str, told: str) -> list[str]:
        """Ends the script with the told text if the variable has another value."""
        ...

    def told(self, text: str) -> str:
        """Prints the text, which has nothing in it that a shell could trip over."""
        ...

    def run(self, pieces: list[str]) -> list[str]:
        """The command without its answer; where it fails the script ends, and not with 0."""
        ...

    def keep(self, variable: str, pieces: list[str]) -> list[str]:
        """The command, its answer in a variable."""
        ...

    def parts(self, name: str, text: str, results: Collection[str]) -> list[ExportFile]:
        """What a file that has results in it is made of; none of our files has a name like theirs."""
        ...

    def fill(self, name: str, text: str, results: Collection[str]) -> list[str]:
        """Makes the file of its parts."""
        ...


def script(plan: Plan, dialect: Dialect) -> tuple[ExportFile, ...]:
    """The script and its files. It makes everything anew and stops at the first thing that is there already.

    Raises UsageError("export.kind") where a call needs what no call before it answers.
    """
    writer = _Writer(plan, dialect)
    body = list(writer.body())
    name = f"{file_stem(plan.preset)}{dialect.suffix}"
    about = [
        f"{plan.preset}: made by rolewizard for account {plan.target.account}, region {plan.target.region}.",
        "Makes everything anew, in order, and stops at the first call that AWS refuses.",
        "The other files of this folder belong beside it. Needs the AWS CLI.",
    ]
    lines = [*dialect.head(name, [plain(one) for one in about]), *body, *dialect.tail]
    return (ExportFile(name, "\n".join(lines) + "\n"), *writer.beside)


def plain(text: str) -> str:
    """For remarks and messages: what no code page and no shell can trip over."""
    return re.sub(r"[^A-Za-z0-9 _.:/@+=,()-]", "_", text)


class _Writer:
    """Writes the commands, and knows what they answer."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self._plan, self._dialect = plan, dialect
        self._steps = list(fresh_steps(plan))
        self.files = Files()
        self.results: dict[str, tuple[str, str]] = {}
        """By variable: the address and the field that its value is."""
        for step in self._steps:
            self._name_results(step)
        self._known = {where: name for name, where in self.results.items()}
        self._answered: set[str] = set()
        self._filled: set[str] = set()
        self._shell = dialect.shell([*self.results])

    @property
    def beside(self) -> Iterator[ExportFile]:
        """The files that belong to the script."""
        for name, text in self.files.found.items():
            if self._is_filled(name):
                yield from self._dialect.parts(name, text, [*self.results])
            else:
                yield ExportFile(name, text)

    def _is_filled(self, name: str) -> bool:
        return any(one in self.files.found[name] for one in self.results)

    def body(self) -> Iterator[str]:
        """Everything between head and tail."""
        target = self._plan.target
        ask = ["aws sts get-caller-identity", "--query Account", "--output text"]
        told = f"This script is for account {target.account}, and these credentials are not."
        yield from ["", *self._dialect.keep("ACCOUNT", ask), *self._dialect.unless("ACCOUNT", target.account, told)]
        for desired in self._plan.desired:
            if isinstance(desired, KmsKey) and ALIAS.fullmatch(desired.alias):
                # else the script would make a second key before it meets the alias of the first
                yield from ["", *self._no_alias(desired)]
        address = ""
        for step in self._steps:
            if step.address != address:
                address = step.address
                yield from ["", self._dialect.told(plain(address))]
            yield from self._lines(step)
        yield ""
        for name, value in outputs_of(self._plan.desired, {}, target).items():
            for one in value if isinstance(value, list) else [value]:
                yield self._dialect.told(plain(f"{name} = {one}"))

    def _lines(self, step: Step) -> Iterator[str]:
        pieces = self._pieces(self._with_variables(step))
        for name in re.findall(r" file://(\S+)", " ".join(pieces)):
            if self._is_filled(name) and name not in self._filled:
                self._filled.add(name)
                yield from self._dialect.fill(name, self.files.found[name], [*self.results])
        variable = next((name for name, (address, _) in self.results.items() if address == step.address), None)
        if variable and step.do.operation in ANSWERS:
            where, _ = ANSWERS[step.do.operation]
            asked = [f"--query {where}.{self.results[variable][1]}", "--output text"]
            yield from self._dialect.keep(variable, [*pieces, *asked])
            self._answered.add(variable)
        else:
            yield from self._dialect.run(pieces)
        for wait in _waits(step.do):
            yield from self._dialect.run(self._pieces(wait))

    def _pieces(self, call: ApiCall) -> list[str]:
        return command(call, self._shell, self.files, self._plan.target.region)

    def _no_alias(self, key: KmsKey) -> list[str]:
        # as text each page would be asked by itself
        asked = ["--query", self._shell.word(f"contains(Aliases[].AliasName, '{key.alias}')"), "--output json"]
        pieces = [*self._pieces(ApiCall("kms", "ListAliases", {})), " ".join(filter(None, asked))]
        told = f"There is a key already with the name {plain(key.alias)}."
        return [*self._dialect.keep("KEYS", pieces), *self._dialect.unless("KEYS", "false", told)]

    def _name_results(self, step: Step) -> None:
        for ref in refs_in(step.do.params):
            for address, field in SHOWN.findall(ref):
                if (address, field) not in self.results.values():
                    self.results[self._free_name(field)] = (address, field)

    def _free_name(self, field: str) -> str:
        """RESULT_1_KEY_ID, or another number where somebody's text has that in it."""
        texts = repr([step.do.params for step in self._steps]) + "".join(self.results)
        number = next(number for number in range(1, len(texts)) if f"RESULT_{number}_" not in texts)
        return f"RESULT_{number}_{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', field).upper()}"

    def _with_variables(self, step: Step) -> ApiCall:
        """The call with the names of variables where the results go."""
        known: dict[str, dict[str, str]] = {}
        for ref in refs_in(step.do.params):
            for where in SHOWN.findall(ref):
                if self._known[where] not in self._answered:
                    format = self._dialect.suffix.removeprefix(".")
                    raise UsageError("export.kind", step.address, kind="Ref", format=format)
            text = SHOWN.sub(lambda found: self._known[found[1], found[2]], ref)
            known.setdefault(ref.address, {})[ref.field] = text
        params: Any = resolved(step.do.params, known)
        return ApiCall(step.do.service, step.do.operation, params)


def _waits(call: ApiCall) -> Iterator[ApiCall]:
    """IAM spreads its news in its own time."""
    match call.operation:
        case "CreateRole":
            yield iam("wait role-exists", {"RoleName": call.params["RoleName"]})
        case "CreateInstanceProfile":
            yield iam("wait instance-profile-exists", {"InstanceProfileName": call.params["InstanceProfileName"]})

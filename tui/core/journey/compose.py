"""A journey's file and the presets it names -> one preset. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from tui.core.errors import PresetInvalid
from tui.core.journey.format import Journey, JourneyFile, JourneyStep, Step
from tui.core.preset.format import RESULT_TOKENS, Option, Placeholder, Preset, Reason, Texts, check_whole
from tui.core.preset.tokens import BUILT_IN, CHOOSE, choices_in, chosen, filled, renamed, tokens_in

Tree = Any
OPEN, DONE = "open", "done"
TICK = {
    OPEN: Option(
        label=Texts(en="Still to do", ko="아직 하지 않음", ja="未実施"),
        why=Texts(
            en="It is listed at the end.", ko="마지막에 할 일로 표시됩니다.", ja="最後に、行うこととして表示されます。"
        ),
    ),
    DONE: Option(
        label=Texts(en="Done", ko="완료", ja="完了"),
        why=Texts(en="It is not listed any more.", ko="할 일 목록에서 빠집니다.", ja="行うことの一覧から外れます。"),
    ),
}
TICK_LABEL = Texts(en="Is it done?", ko="완료했습니까?", ja="完了しましたか")
TICK_HELP = Texts(
    en="For your own overview; it changes nothing in AWS.",
    ko="진행 상황을 표시하기 위한 것이며 AWS에는 영향이 없습니다.",
    ja="進み具合の目印です。AWS には影響しません。",
)


def compose(tree: Mapping[str, Any], find: Callable[[str], Preset]) -> Journey:
    """The journey of a parsed file; `find` gives the preset of an id and raises what it raises.

    Raises PresetInvalid with the path in the file: the fields of a preset, and journey.no_such_token,
    journey.asked_twice, journey.step_twice, journey.other_type, journey.not_a_choice, journey.sheet_twice.
    """
    try:
        file = JourneyFile.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise PresetInvalid("preset.field", path=tuple(first["loc"]), field=field, reason=first["msg"]) from error
    making = _Making(file)
    for number, step in enumerate(file.steps):
        making.add(step, find(step.preset) if step.preset else None, ("steps", number))
    return making.journey()


class _Making:
    """One pass over the steps."""

    def __init__(self, file: JourneyFile) -> None:
        self._file = file
        self._placeholders: dict[str, Placeholder] = dict(file.placeholders)
        self._aliases: dict[str, dict[str, None]] = {}
        """Other names of a token: what its presets call it."""
        self._steps: list[JourneyStep] = []
        self._asked: set[str] = set()
        self._order: list[str] = []
        self._resources: list[Tree] = []
        self._reasons: dict[str, list[tuple[list[str], Reason]]] = {}
        """By the statement's name: (addresses of the preset's roles and policies, reason) of each that has it."""
        self._waivers: dict[str, Texts] = {}
        self._caller: list[Tree] = list((file.caller or {}).get("Statement", []))
        self._checks: list[Tree] = []
        self._smoke: list[Tree] = []
        self._expects: list[dict[str, Any]] = [one.model_dump(by_alias=True) for one in file.expects]
        self._docs: dict[str, None] = dict.fromkeys(file.docs)

    def add(self, step: Step, preset: Preset | None, path: tuple[str | int, ...]) -> None:
        """The next step."""
        if any(one.step.id == step.id for one in self._steps):
            raise PresetInvalid("journey.step_twice", path=(*path, "id"), id=step.id)
        own = self._named(step, preset, path) if preset else ()
        tick = f"DONE_{step.id.upper().replace('-', '_')}" if step.do else ""
        if tick:
            self._placeholders[tick] = Placeholder(
                type="choice", label=TICK_LABEL, help=TICK_HELP, default=OPEN, options=TICK
            )
        for token in step.ask:
            if token in self._asked:
                raise PresetInvalid("journey.asked_twice", path=(*path, "ask"), token=token)
        tokens = tuple(dict.fromkeys((*step.ask, *own, *filter(None, [tick]))))
        tokens = tuple(one for one in tokens if one not in self._asked)
        self._asked |= {*tokens}
        self._order += tokens
        self._steps.append(JourneyStep(step=step, tokens=tokens, tick=tick))

    def _named(self, step: Step, preset: Preset, path: tuple[str | int, ...]) -> tuple[str, ...]:
        """Takes the preset in; returns its tokens under the journey's names, in its order."""
        for field, named in (("names", step.names), ("set", step.choices)):
            for token in named:
                if token not in preset.placeholders:
                    raise PresetInvalid("journey.no_such_token", path=(*path, field, token), token=token, id=preset.id)
        for token, option in step.choices.items():
            if option not in preset.placeholders[token].options:
                raise PresetInvalid("journey.not_a_choice", path=(*path, "set", token), token=token, option=option)
        names = {name: step.names.get(name, name) for name in preset.placeholders}
        roles = [str(one["role"].get("name", "")) for one in preset.items() if isinstance(one.get("role"), Mapping)]
        results = _results(preset, roles)

        def taken(tree: Tree) -> Tree:
            settled = chosen(tree, step.choices, leaves_others=True)
            return renamed(filled(settled, results), names)

        def under(items: list[Tree]) -> list[Tree]:
            """The items as the step's condition has them."""
            for choice, option in step.when.items():
                others: dict[str, Tree] = {
                    one: [] for one in self._options(choice, (*path, "when", choice)) if one != option
                }
                items = [{CHOOSE: choice, option: items, **others}] if items else []
            return items

        used = _used(preset, step)
        self._take_placeholders(preset, used, names, path, taken)
        self._resources += [one for one in under(taken(preset.resources)) if one not in self._resources]
        policies = [str(one["managed_policy"].get("name", "")) for one in preset.items() if _is_policy(one)]
        addresses = renamed([*(f"role/{one}" for one in roles), *(f"policy/{one}" for one in policies)], names)
        settled = taken(preset.resources), taken(preset.caller)
        for key, reason in preset.statements.items():
            if not _is_about(renamed(key, names), settled):
                continue
            self._reasons.setdefault(renamed(key, names), []).append((addresses, reason))
        self._waivers |= {
            renamed(key, names): text
            for key, text in preset.waivers.items()
            if _is_about(renamed(key.partition("@")[2], names), settled)
        }
        if preset.caller:
            self._caller += under(list(taken(preset.caller).get("Statement", [])))
        subject = renamed(roles[0], names) if roles else ""
        self._checks += under(_each(taken(preset.checks), "action", "subject", subject))
        self._smoke += under(_each(taken(list(preset.smoke)), "name", "role", subject))
        for fact in preset.expects:
            one = renamed(fact.model_dump(by_alias=True), names)
            if (one := {**one, "value": names[fact.value]}) not in self._expects:
                self._expects.append(one)
        self._docs |= dict.fromkeys(preset.docs)
        return tuple(names[name] for name in used)

    def _take_placeholders(
        self,
        preset: Preset,
        used: list[str],
        names: Mapping[str, str],
        path: tuple[str | int, ...],
        taken: Callable[[Tree], Tree],
    ) -> None:
        for token in used:
            one, name = preset.placeholders[token], names[token]
            there = self._placeholders.get(name)
            if there is not None and (there.type, set(there.options)) != (one.type, set(one.options)):
                raise PresetInvalid("journey.other_type", path=(*path, "names"), token=name, type=one.type)
            self._aliases.setdefault(name, {}).update(dict.fromkeys((token, *one.aliases)))
            if there is None:
                self._placeholders[name] = one.model_copy(
                    update={
                        "aliases": (),
                        "default": one.default if one.default is None else taken(one.default),
                        "source": one.source and names[one.source],
                        "fills": taken(one.fills),
                    }
                )

    def _options(self, choice: str, path: tuple[str | int, ...]) -> list[str]:
        one = self._placeholders.get(choice)
        if one is None or one.type != "choice":
            raise PresetInvalid("journey.no_such_token", path=path, token=choice, id=self._file.id)
        return list(one.options)

    def journey(self) -> Journey:
        """All of it. Raises PresetInvalid."""
        file = self._file
        shown = [field for field in file.sheet if not field.when]
        for field in shown:
            if sum(one.field == field.field for one in shown) > 1:
                raise PresetInvalid("journey.sheet_twice", path=("sheet",), token=field.field)
        self._order += [name for name in self._placeholders if name not in self._asked]
        if missing := next((one for one in self._order if one not in self._placeholders), ""):
            raise PresetInvalid("journey.no_such_token", path=("steps",), token=missing, id=file.id)
        statements: dict[str, Reason] = {}
        for key, found in self._reasons.items():
            if all(reason == found[0][1] for _, reason in found):
                statements[key] = found[0][1]
            else:  # several presets have a statement of that name, each for its own reason
                statements |= {f"{address} {key}": reason for addresses, reason in found for address in addresses}
        claimed = dict.fromkeys((*self._placeholders, *BUILT_IN), 0)
        for aliases in self._aliases.values():
            for alias in aliases:
                claimed[alias] = claimed.get(alias, -1) + 1
        placeholders = {}
        for name in self._order:
            one = self._placeholders[name]
            others = dict.fromkeys((*one.aliases, *self._aliases.get(name, {})))
            # a name that several values have, or that is a token itself, says nothing
            free = tuple(two for two in others if two not in self._placeholders and not claimed.get(two, 0))
            placeholders[name] = one.model_copy(update={"aliases": free})
        journey = Journey.model_validate(
            {
                **{
                    field: getattr(file, field)
                    for field in ("id", "catalog", "service", "aliases", "group", "need", "rank", "title", "why")
                },
                **{field: getattr(file, field) for field in ("captured", "prerequisites", "notes", "next", "sheet")},
                "schema": "1",
                "docs": tuple(self._docs),
                "placeholders": placeholders,
                "resources": self._resources,
                "statements": statements,
                "waivers": self._waivers,
                "caller": {"Version": "2012-10-17", "Statement": list(_once(self._caller))} if self._caller else None,
                "checks": self._checks,
                "smoke": self._smoke,
                "expects": self._expects,
                "steps": tuple(self._steps),
            }
        )
        told = [[one.value, one.arn] for one in file.sheet]
        check_whole(journey, {**journey.model_dump(), "sheet": told}, journey.idle)
        return journey


def _used(preset: Preset, step: Step) -> list[str]:
    """The tokens that are still asked for once the journey has made its choices, in the preset's order."""
    trees = chosen([preset.resources, *preset.told], step.choices, leaves_others=True)
    waiting = [*tokens_in(trees), *(name for name, _, _ in choices_in(trees))]
    found: set[str] = set()
    while waiting:
        one = preset.placeholders.get(name := waiting.pop())
        if one is None or name in found:
            continue
        found.add(name)
        fills = chosen(one.fills, step.choices, leaves_others=True)
        waiting += [*tokens_in([one.default or "", fills]), *(choice for choice, _, _ in choices_in(fills))]
        waiting += [one.source] if one.source else []
    return [name for name in preset.placeholders if name in found]


def _results(preset: Preset, roles: list[str]) -> dict[str, str]:
    """What the result tokens of a preset stand for where several have a role: the ARNs by name, without a path."""
    profiles = [
        str(name)
        for one in preset.items()
        if isinstance(one.get("role"), Mapping) and (name := one["role"].get("instance_profile"))
    ]
    found = {}
    for token, kind, names in zip(RESULT_TOKENS, ("role", "instance-profile"), (roles, profiles), strict=True):
        if names:
            found[token] = f"arn:<PARTITION>:iam::<ACCOUNT_ID>:{kind}/{names[0]}"
    return found


def _is_policy(item: Mapping[str, Any]) -> bool:
    return isinstance(item.get("managed_policy"), Mapping)


def _is_about(statement: str, tree: Tree) -> bool:
    """Whether a statement, by Sid or "<document>[<number>]", is still there once the journey has made its choices."""
    called, _, number = statement.partition("[")

    def is_there(node: Tree) -> bool:
        if isinstance(node, Mapping):
            document = node.get(called, node.get("document") if node.get("name") == called else None)
            is_it = node.get("Sid") == called or (number and isinstance(document, Mapping))
            return bool(is_it) or any(map(is_there, node.values()))
        if isinstance(node, list | tuple):
            return any(map(is_there, node))
        return isinstance(node, str) and node.endswith(f"/{called}")  # a managed policy goes by its name

    return not called or is_there(tree)


def _each(tree: Tree, mark: str, key: str, value: str) -> list[Tree]:
    """The list with a value at every item that has `mark` and not yet `key`, in all branches."""

    def put(item: Tree) -> Tree:
        if isinstance(item, list):
            return [put(one) for one in item]
        if isinstance(item, Mapping) and CHOOSE in item:
            return {name: branch if name == CHOOSE else put(branch) for name, branch in item.items()}
        if isinstance(item, Mapping) and mark in item and value and not item.get(key) and item.get("by") != "caller":
            return {**item, key: value}
        return item

    return [put(one) for one in tree]


def _once(statements: list[Tree]) -> Iterator[Tree]:
    """Each statement once; of different ones with one Sid the later get a number."""
    seen: list[Tree] = []
    sids: dict[str, int] = {}

    def numbered(item: Tree) -> Tree:
        if isinstance(item, list):
            return [numbered(one) for one in item]
        if not isinstance(item, Mapping):
            return item
        if CHOOSE in item:
            return {name: branch if name == CHOOSE else numbered(branch) for name, branch in item.items()}
        sid = str(item.get("Sid", ""))
        sids[sid] = sids.get(sid, 0) + 1
        return {**item, "Sid": f"{sid}{sids[sid]}"} if sid and sids[sid] > 1 else item

    for one in statements:
        if one not in seen:
            seen.append(one)
            yield numbered(one)

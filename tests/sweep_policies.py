"""Every AWS managed policy, written differently and then changed in one place, and what the comparison says about it.

    python tests/sweep_policies.py [SEED]

Written differently (keys, lists, statements in another order, a text for a list of one) nothing may differ. After one
random change exactly that change must be in the table, with the right verdict: the way the change can only go where
small_world, which shares no code with the program, finds a request that is decided differently; neutral or that way
where the few requests that are asked find none. Exit code 1 if anything is wrong.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "core")]

from small_world import ORDER, decision  # noqa: E402

from tui.core.compare.verdicts import compare  # noqa: E402
from tui.core.plan.diff import diff_lines  # noqa: E402

ELEMENTS = {"Action": "action", "NotAction": "not_action", "Resource": "resource", "NotResource": "not_resource"}
OPPOSITE = {"broadens": "narrows", "narrows": "broadens"}
REQUESTS_MAX = 12


@dataclass
class Change:
    """One change of one statement."""

    old: list[dict[str, Any]]
    new: list[dict[str, Any]]
    """The statement before and after; nothing where there is none."""
    row: tuple[str, str, tuple[str, ...]]
    """What must be in the table: sign, element, values."""
    way: str
    """The only verdict, besides neutral, that can be right."""


def managed_policies() -> dict[str, dict[str, Any]]:
    """moto's copy of AWS's own policies by name; each with a list of statements."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    policies = json.loads(aws_managed_policies_data).items()
    return {name: one["Document"] | {"Statement": listed(one["Document"]["Statement"])} for name, one in policies}


def listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def respelled(tree: Any, chance: random.Random) -> Any:
    """The same with everything in another order, and lists of one sometimes without brackets."""
    if isinstance(tree, dict):
        return {key: respelled(tree[key], chance) for key in chance.sample(list(tree), len(tree))}
    if isinstance(tree, list):
        items = [respelled(item, chance) for item in chance.sample(tree, len(tree))]
        return items[0] if len(items) == 1 and chance.random() < 0.5 else items
    return tree


def a_change(statement: dict[str, Any], chance: random.Random) -> Change:
    """Adds or takes away a value, a condition or the whole statement."""
    more = "broadens" if statement["Effect"] == "Allow" else "narrows"
    element = chance.choice([key for key in ELEMENTS if key in statement])
    values, name = listed(statement[element]), ELEMENTS[element]
    conditions = [(operator, key) for operator, keys in statement.get("Condition", {}).items() for key in keys]
    kinds = ["add", "with condition", "statement"]
    kinds += ["remove"] * (len(set(values)) > 1) + ["without condition"] * bool(conditions)
    match chance.choice(kinds):
        case "add":
            fresh = "sweep:New" if name.endswith("action") else "arn:aws:sweep:::new"
            new, row = statement | {element: [*values, fresh]}, ("+", name, (fresh,))
            way = OPPOSITE[more] if "not" in name else more
        case "remove":
            gone = chance.choice(values)
            new, row = statement | {element: [one for one in values if one != gone]}, ("-", name, (gone,))
            way = more if "not" in name else OPPOSITE[more]
        case "with condition":
            condition = dict(statement.get("Condition", {}))
            condition["StringEquals"] = {**condition.get("StringEquals", {}), "sweep:Key": "1"}
            new, row, way = statement | {"Condition": condition}, ("+", "condition", ("1",)), OPPOSITE[more]
        case "without condition":
            operator, key = chance.choice(conditions)
            condition = {**statement["Condition"], operator: dict(statement["Condition"][operator])}
            gone = listed(condition[operator].pop(key))
            new, way = statement | {"Condition": condition}, more
            row = (
                "-",
                "condition",
                tuple(dict.fromkeys(str(one).lower() if isinstance(one, bool) else str(one) for one in gone)),
            )
        case _:
            return Change([statement], [], ("-", "effect", (statement["Effect"],)), OPPOSITE[more])
    return Change([statement], [new], row, way)


def ways(before: dict[str, Any], after: dict[str, Any], change: Change) -> set[str]:
    """Which ways the decision moves, over some requests that the changed statement is about."""
    found: set[str] = set()
    for action, resource, context in chain.from_iterable(map(_requests, (*change.new, *change.old))):
        was, now = (ORDER[decision(document, action, resource, context)] for document in (before, after))
        if was != now:
            found.add("broadens" if now > was else "narrows")
            break  # one change goes one way
    return found


def _requests(statement: dict[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    contexts = [_context(statement)]
    contexts += [contexts[0] | {key: other} for key in contexts[0] for other in (None, ("another",))]
    names = [
        ["other:thing"]
        if key not in statement
        else [one.replace("*", "any").replace("?", "x") for one in listed(statement[key])]
        for key in ("Action", "Resource")
    ]
    actions = [one.lower() for one in names[0]]
    # the last value is the one that was added
    pairs = product(reversed(actions), reversed(names[1]), contexts)
    return islice(pairs, REQUESTS_MAX)


def _context(statement: dict[str, Any]) -> dict[str, tuple[str, ...] | None]:
    """What passes the statement's conditions, mostly."""
    found: dict[str, tuple[str, ...] | None] = {}
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            value = str(listed(values)[0]).lower() if operator in ("Bool", "Null") else str(listed(values)[0])
            if operator == "Null":
                found.setdefault(key, None if value == "true" else ("another",))
            elif "Not" in operator:
                found.setdefault(key, ("another",))
            else:
                found[key] = (value.replace("*", "any"),)
    return found


def wrong(document: dict[str, Any], chance: random.Random) -> Iterator[str]:
    """What the comparison says about the document that is not so."""
    other = respelled(document, chance)
    comparison = compare(document, other)
    if comparison.rows or comparison.verdict.kind != "neutral":
        yield f"written differently: {comparison.rows[:2]}"
    if any(line.sign != " " for line in diff_lines(document, other)):
        yield "written differently: lines differ"
    statements = document["Statement"]
    at = chance.randrange(len(statements))
    change = a_change(statements[at], chance)
    after = {**document, "Statement": statements[:at] + change.new + statements[at + 1 :]}
    comparison = compare(respelled(document, chance), after)
    rows = [(row.sign, row.element, sorted(row.values)) for row in comparison.rows]
    if (*change.row[:2], sorted(change.row[2])) not in rows or (len(rows) > 1 and change.new):
        yield f"{change.row} is {rows[:4]}"
    kind, asked = comparison.verdict.kind, ways(document, after, change)
    TOLD[f"{kind}, {'proved by a request here too' if asked else 'no request here differs'}"] += 1
    if kind not in (change.way, "neutral") or (asked and {kind} != asked):
        yield f"{change.row} {kind}, not {asked or change.way}"


TOLD: Counter[str] = Counter()


def main() -> None:
    chance = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 20261122)  # noqa: S311
    started = time.perf_counter()
    policies = managed_policies()
    loaded = time.perf_counter()
    problems = {name: found for name, document in policies.items() if (found := list(wrong(document, chance)))}
    print(f"{len(policies)} policies, {sum(len(one['Statement']) for one in policies.values())} statements")
    print(f"loading {loaded - started:.1f} s, comparing {time.perf_counter() - loaded:.1f} s")
    print(*(f"{count:6} {what}" for what, count in sorted(TOLD.items())), sep="\n")
    for name, found in problems.items():
        print(name, *found, sep="\n    ")
    print(f"{len(problems)} wrong")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()

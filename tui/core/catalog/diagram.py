"""Scenes as lines of text: boxes, arrows, names. As wide as there is room, and right in Korean and Japanese too."""

from collections.abc import Callable, Iterator

from tui.core.catalog.scenes import ANYTHING, Reach, Scene
from tui.core.shown import shown
from tui.core.terminal_width import cells, cut, padded

Words = Callable[..., str]
"""i18n's look-up: (key, **fields) -> text."""
STEM = "   "
WIDEST = 100
"""Boxes do not grow beyond what the eye takes in at once."""


def draw(scenes: tuple[Scene, ...], width: int, words: Words) -> list[str]:
    """The lines, none wider than `width` cells; a blank line between scenes."""
    room = max(24, min(width, WIDEST))
    lines: list[str] = []
    for scene in scenes:
        lines += ["", *_scene(scene, room, words)] if lines else _scene(scene, room, words)
    return [cut(line, room) for line in lines]


def _scene(scene: Scene, width: int, words: Words) -> list[str]:
    match scene.kind:
        case "nobody":
            return _box(words("drawing.kind.nobody"), [words("drawing.nobody")], width)
        case "service-linked-role":
            return [*_comers(scene, "drawing.makes", width, words), *_middle(scene, width, words)]
        case "bucket":
            return [*_bucket(scene, width, words)]
        case "instance":
            profile = _box(words("drawing.kind.profile"), [shown(scene.through)], width)
            return [*_middle(scene, width, words), *_arrow(words("drawing.carries")), *profile]
        case _:
            return [*_role(scene, width, words)]


def _role(scene: Scene, width: int, words: Words) -> Iterator[str]:
    if scene.comers:
        yield from _comers(scene, "drawing.carries" if scene.through else "drawing.assumes", width, words)
    if scene.through:
        yield from _box(words("drawing.kind.profile"), [shown(scene.through)], width)
        yield from _arrow(_with(words("drawing.assumes"), scene.conditions, words))
    yield from _middle(scene, width, words)
    yield from _reaches(scene.reaches, width, words)


def _comers(scene: Scene, verb: str, width: int, words: Words) -> Iterator[str]:
    yield from (f" {cut(shown(one), width - 1)}" for one in scene.comers)
    yield from _arrow(words(verb) if scene.through else _with(words(verb), scene.conditions, words))


def _middle(scene: Scene, width: int, words: Words) -> list[str]:
    lines = [shown(scene.name)] if scene.name else [words("drawing.you")]
    lines += [f"→ {words(f'drawing.handed.{kind}')} {shown(name)}" for kind, name in scene.handed_to]
    if scene.passed:
        lines.append(words("drawing.passed", services=", ".join(map(shown, scene.passed))))
    if scene.kind == "service-linked-role":
        lines.append(words("drawing.own_policy"))
    return _box(words(f"drawing.kind.{scene.kind}"), lines, width)


def _bucket(scene: Scene, width: int, words: Words) -> Iterator[str]:
    """Towards the bucket: who may do what to it."""
    yield from (f" {cut(shown(one), width - 1)}" for one in scene.comers)
    yield f"{STEM}│"
    for one in scene.reaches:
        yield from _actions(one, f"{STEM}│ ", width, words)
    yield f"{STEM}▼"
    yield from _box(words("drawing.kind.bucket"), [shown(scene.name)], width)


def _reaches(reaches: tuple[Reach, ...], width: int, words: Words) -> Iterator[str]:
    if not reaches:
        return
    yield f"{STEM}│ {words('drawing.may')}"
    for number, one in enumerate(reaches, start=1):
        is_last = number == len(reaches)
        head = f"{STEM}{'└' if is_last else '├'}─{'✗' if one.is_denied else '▶'} "
        names = [words("drawing.anything") if target == ANYTHING else shown(target) for target in one.targets]
        yield head + _listed(names, width - cells(head), words)
        rail = f"{STEM}{' ' if is_last else '│'}    "
        if not one.actions:
            yield rail + words("drawing.pasted" if one.is_pasted else "drawing.policy")
        yield from _actions(one, rail, width, words)


def _actions(reach: Reach, rail: str, width: int, words: Words) -> Iterator[str]:
    if reach.actions:
        yield rail + _listed([shown(one) for one in reach.actions], width - cells(rail), words)
    if reach.conditions:
        yield rail + cut(words("drawing.only_if", keys=", ".join(map(shown, reach.conditions))), width - cells(rail))


def _listed(names: list[str], width: int, words: Words) -> str:
    """As many names as fit, and how many more there are."""
    for count in range(len(names), 0, -1):
        rest = len(names) - count
        text = ", ".join(names[:count]) + (f"  {words('drawing.more', count=rest)}" if rest else "")
        if cells(text) <= width:
            return text
    return cut(names[0] + (f"  {words('drawing.more', count=len(names) - 1)}" if len(names) > 1 else ""), width)


def _with(verb: str, conditions: tuple[str, ...], words: Words) -> str:
    return f"{verb}, {words('drawing.only_if', keys=', '.join(map(shown, conditions)))}" if conditions else verb


def _arrow(text: str) -> list[str]:
    return [f"{STEM}│ {text}", f"{STEM}▼"]


def _box(title: str, lines: list[str], width: int) -> list[str]:
    inner = min(width - 4, max([cells(title) + 2, *map(cells, lines)]))
    head = f"┌─ {cut(title, inner - 2)} "
    return [
        head + "─" * (inner + 3 - cells(head)) + "┐",
        *(f"│ {padded(cut(line, inner), inner)} │" for line in lines),
        f"└{'─' * (inner + 2)}┘",
    ]

"""Reviews to export: of bundled presets with their examples, and of things made up here; no account is asked."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from builders import a_blueprint, a_preset, a_target

from tui.core.calls.target import practice_target
from tui.core.checks.findings import findings_of
from tui.core.kinds import Resource
from tui.core.plan.exported import FORMATS, Exported, Format
from tui.core.plan.plan import Observed, make_plan
from tui.core.plan.review import Review
from tui.core.preset.answers import Answers, answer
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.export import export
from tui.i18n import Translator
from tui.store.load import load_preset

FOLDER = Path(__file__).parents[2] / "presets"
GOLDEN = Path(__file__).parents[1] / "golden" / "exports"
REPRESENTATIVES: list[tuple[str, Format]] = [
    (name, format)
    for name in ("ec2-wordpress", "amp-irsa-ingest", "config-recorder")
    for format in FORMATS
    if format != "eksctl" or name == "amp-irsa-ingest"
]
HOSTILE = [
    "it's",
    "$x $(id) ${HOME}",
    "`id`",
    'say "hi"',
    "one\ntwo",
    "%PATH%",
    "!x!",
    "팀=데이터 플랫폼",
    "back\\slash\\",
    "*",
    "-n",
    "--help",
    "file:///etc/passwd",
    "http://169.254.169.254/",
    "a;b|c&d>e<f",
    "~",
    "",
    "\x1b[31m",
    "\u202egpj.exe",
]
THERE_ALREADY = {"EC2_ROLE": {"existing": {"INSTANCE_PROFILE_NAME": "sample-web-server"}}}
NAMES = sorted(file.stem for file in FOLDER.glob("*.yaml"))


@cache
def preset(name: str) -> Preset:
    return load_preset(FOLDER / f"{name}.yaml")


def examples(name: str) -> dict[str, str]:
    return preset(name).examples()


def variants(name: str) -> Iterator[dict[str, str]]:
    """The defaults, then every other option of every choice."""
    yield {}
    for choice, placeholder in preset(name).choices().items():
        yield from ({choice: option} for option in placeholder.options if option != placeholder.default)


def chosen(name: str, *, every: bool) -> list[dict[str, str]]:
    """Every variant, or the first that makes something."""
    found = list(variants(name))
    return found if every else [next((one for one in found if review_of(name, one).plan.desired), {})]


def given_for(name: str, variant: Mapping[str, str]) -> dict[str, str]:
    """The answers of a variant, naming what is there where the variant takes something existing."""
    there = [THERE_ALREADY.get(key, {}).get(option, {}) for key, option in variant.items()]
    return examples(name) | dict(variant) | dict(*there[:1])


def review_of(
    name: str, given: Mapping[str, str] | None = None, region: str = "us-east-1", observed: Observed | None = None
) -> Review:
    """The preset with its examples and these answers, for an account that has nothing, or what is observed."""
    target = practice_target(region)
    answers = answer(preset(name), examples(name) | dict(given or {}), target)
    blueprint = render(preset(name), answers, target)
    plan = make_plan(blueprint, observed or {}, target, "run0test")
    return Review(preset(name), answers, blueprint, plan, findings_of(plan, preset(name), answers.values))


def review_with(*desired: Resource, observed: Iterable[Resource] = (), region: str = "us-east-1") -> Review:
    """These things, whatever any check would say of them."""
    target = a_target(region)
    blueprint = a_blueprint(*desired)
    found = {one.address: one for one in observed}
    plan = make_plan(blueprint, {one.address: found.get(one.address) for one in desired}, target, "run0test")
    return Review(a_preset(), Answers({}, {}, {}), blueprint, plan, ())


def exported(review: Review, format: Format, *, language: str = "en", is_redacted: bool = False) -> Exported:
    return export(review, format, is_redacted, Translator(language))


def text_of(review: Review, format: Format) -> str:
    """The first file."""
    return exported(review, format).files[0].text

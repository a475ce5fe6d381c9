"""The AWS managed policies that come with the program, found by name or ARN. Pure, no pydantic."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from tui.core.iam.policy import PolicyDocument

AWS_POLICY = re.compile(r"arn:(aws[a-z-]*):iam::aws:policy(/(?:[^/\s]+/)*)([^/\s]+)", re.ASCII)
"""ARN of an AWS managed policy: partition, path, name."""
LIKE = 0.7
"""How alike a mistyped name and the one meant are, by difflib."""


def is_aws_managed(arn: str) -> bool:
    """Whether the ARN is that of a policy of AWS's own."""
    return AWS_POLICY.fullmatch(arn) is not None


@dataclass(frozen=True)
class AwsPolicy:
    """One of them, without its document."""

    name: str
    path: str
    """Between slashes: /, /service-role/."""
    version: str
    """The version in force when the file was made: v3."""
    number: int
    """Its place in the file."""

    @property
    def arn(self) -> str:
        """In the partition aws."""
        return f"arn:aws:iam::aws:policy{self.path}{self.name}"


class AwsPolicies:
    """All of them, in the order of their names."""

    def __init__(
        self,
        heads: Sequence[str] = (),
        documents: Callable[[], Sequence[str]] = tuple,
        source: str = "",
        as_of: str = "",
    ) -> None:
        """`heads`: name, path, version with tabs between; `documents` gives their JSON, in the same order."""
        self._heads, self._documents = heads, documents
        self.source = source
        """Package, version and licence."""
        self.as_of = as_of
        """Day of the newest change among them, as ISO 8601."""

    @cached_property
    def all(self) -> tuple[AwsPolicy, ...]:
        """Every one."""
        parted = (head.split("\t") for head in self._heads)
        return tuple(AwsPolicy(name, path, version, number) for number, (name, path, version) in enumerate(parted))

    @cached_property
    def _by_name(self) -> dict[str, AwsPolicy]:
        """IAM takes names that differ in letter case only for the same."""
        return {one.name.casefold(): one for one in self.all}

    @cached_property
    def _by_arn(self) -> dict[str, AwsPolicy]:
        return {one.arn: one for one in self.all}

    def at(self, arn: str) -> AwsPolicy | None:
        """The policy of exactly this ARN; None in other partitions, whose policies differ."""
        return self._by_arn.get(arn)

    def find(self, word: str) -> AwsPolicy | None:
        """The policy with this name or ARN."""
        text = word.strip()
        return self.at(text) or self._by_name.get(text.casefold())

    def document(self, policy: AwsPolicy) -> PolicyDocument:
        """Its document."""
        found: PolicyDocument = json.loads(self._documents()[policy.number])
        return found

    def matching(self, query: str) -> tuple[AwsPolicy, ...]:
        """Those whose names have every word of the query in them, or whose ARN it is; the shortest names first."""
        words = query.casefold().split()
        if whole := self.find(query):
            return (whole, *(one for one in self._holding(words) if one != whole))
        return self._holding(words)

    def _holding(self, words: list[str]) -> tuple[AwsPolicy, ...]:
        found = [one for name, one in self._by_name.items() if all(word in name for word in words)] if words else []
        return tuple(sorted(found, key=lambda one: (len(one.name), one.name)))

    def nearest(self, arn: str) -> str:
        """The ARN that was probably meant: the name under its right path, or the name most like it; "" for none."""
        name = arn.rpartition("/")[2].casefold()
        if name in self._by_name:
            return self._by_name[name].arn
        near = get_close_matches(name, self._by_name, n=1, cutoff=LIKE)
        return self._by_name[near[0]].arn if near else ""

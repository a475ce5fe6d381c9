"""Everything the account behind the server has that a plan can make, to be compared between ways of making it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from endpoints import REGION
from faults import world
from moto.apigateway.models import apigateway_backends
from moto.ec2.models import ec2_backends
from moto.kinesis.models import kinesis_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends

from tui.core.calls.step import RUN_TAG
from tui.core.iam.policy import canonical
from tui.core.kinds.kms_key import ALIAS_TAG

OWN_TAGS = {RUN_TAG, ALIAS_TAG}
"""What only a run of the program's writes, for itself."""


def left_behind(pools: Mapping[str, Any]) -> dict[str, Any]:
    """The account in plain values, documents by meaning and keys by their aliases; `pools` are the pools' roles."""
    found = world.iam_state() | {
        "others": {
            "buckets": dict(_buckets()),
            "streams": dict(_streams()),
            "keys": dict(_keys()),
            "logs": dict(_log_groups()),
            "pools": dict(pools),
            "account": apigateway_backends[world.ACCOUNT][REGION].account.cloudwatch_role_arn,
            "associations": {
                instance: one.iam_instance_profile.name
                for instance, one in ec2_backends[world.ACCOUNT][REGION].iam_instance_profile_associations.items()
            },
        }
    }
    text = json.dumps(found, sort_keys=True)
    for one in kms_backends[world.ACCOUNT][REGION].keys.values():
        text = text.replace(one.id, min(one.aliases, default=""))
    named: dict[str, Any] = json.loads(text)
    return named


def unlike(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Where the two differ, and how."""
    here, there = dict(_leaves(found)), dict(_leaves(wanted))
    places = sorted({*here, *there})
    return [
        f"{place}: {here.get(place)}, not {there.get(place)}" for place in places if here.get(place) != there.get(place)
    ]


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(node, Mapping) or not node:
        yield place, node
        return
    for name, one in node.items():
        yield from _leaves(one, f"{place}/{name}")


def _buckets() -> Iterator[tuple[str, Any]]:
    backend = s3_backends[world.ACCOUNT]["aws"]
    for name, bucket in backend.buckets.items():
        blocks = bucket.public_access_block
        yield (
            name,
            {
                "policy": bucket.policy and canonical(json.loads(bucket.policy)),
                "tags": _own_left_out(backend.tagger.get_tag_dict_for_resource(bucket.arn)),
                "public": blocks and vars(blocks),
            },
        )


def _streams() -> Iterator[tuple[str, Any]]:
    for name, stream in kinesis_backends[world.ACCOUNT][REGION].streams.items():
        tags = _own_left_out(stream.tags)
        yield name, {"mode": stream.stream_mode, "shards": len(stream.shards), "tags": tags}


def _keys() -> Iterator[tuple[str, Any]]:
    backend = kms_backends[world.ACCOUNT][REGION]
    for key in backend.keys.values():
        tags = backend.tagger.get_tag_dict_for_resource(key.id)
        yield min(key.aliases, default=""), {"policy": key.policy, "tags": _own_left_out(tags), "spec": key.key_spec}


def _log_groups() -> Iterator[tuple[str, Any]]:
    backend = logs_backends[world.ACCOUNT][REGION]
    for name, group in backend.groups.items():
        yield name, {"tags": _own_left_out(backend.list_tags_for_resource(group.arn))}


def _own_left_out(tags: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key not in OWN_TAGS}

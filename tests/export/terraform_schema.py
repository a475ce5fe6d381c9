"""What the AWS provider of Terraform takes and gives, by resource: there is no `terraform validate` without a download.

Source: github.com/hashicorp/terraform-provider-aws, website/docs/r/<resource without aws_>.html.markdown, and where the
page was older than version 6, the Schema in internal/service/; read in November 2026. `tags_all`, `region` and
deprecated arguments are left out on purpose: nothing of ours should use them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import hcl2


@dataclass(frozen=True)
class Kind:
    """One resource type's arguments and attributes, in words."""

    required: str = ""
    optional: str = ""
    given: str = ""
    """What it gives beyond its arguments."""
    blocks: str = ""
    """Arguments that are blocks, not values."""


KINDS = {
    "aws_api_gateway_account": Kind(optional="cloudwatch_role_arn", given="throttle_settings"),
    "aws_cloudwatch_log_group": Kind(
        optional="name name_prefix retention_in_days kms_key_id log_group_class skip_destroy tags", given="arn"
    ),
    "aws_cognito_identity_pool_roles_attachment": Kind("identity_pool_id roles", given="id", blocks="role_mapping"),
    "aws_iam_group_policy": Kind("policy group", "name name_prefix", "id"),
    "aws_iam_instance_profile": Kind(optional="name name_prefix path role tags", given="id arn create_date unique_id"),
    "aws_iam_openid_connect_provider": Kind("url client_id_list", "thumbprint_list tags", "arn"),
    "aws_iam_policy": Kind("policy", "description name name_prefix path tags", "id arn policy_id"),
    "aws_iam_role": Kind(
        "assume_role_policy",
        "description force_detach_policies max_session_duration name name_prefix path permissions_boundary tags",
        "arn create_date id unique_id",
    ),
    "aws_iam_role_policy": Kind("policy role", "name name_prefix", "id"),
    "aws_iam_role_policy_attachment": Kind("role policy_arn"),
    "aws_iam_service_linked_role": Kind(
        "aws_service_name", "custom_suffix description tags", "id arn create_date name path unique_id"
    ),
    "aws_iam_user_policy": Kind("policy user", "name name_prefix", "id"),
    "aws_kinesis_stream": Kind(
        "name",
        "shard_count retention_period shard_level_metrics enforce_consumer_deletion encryption_type kms_key_id tags",
        "id arn",
        "stream_mode_details timeouts",
    ),
    "aws_kms_alias": Kind("target_key_id", "name name_prefix", "arn target_key_arn"),
    "aws_kms_key": Kind(
        optional="description key_usage custom_key_store_id customer_master_key_spec policy deletion_window_in_days"
        " is_enabled enable_key_rotation rotation_period_in_days multi_region tags xks_key_id"
        " bypass_policy_lockout_safety_check",
        given="arn key_id",
    ),
    "aws_s3_bucket": Kind(optional="bucket bucket_prefix force_destroy object_lock_enabled tags", given="id arn"),
    "aws_s3_bucket_policy": Kind("bucket policy"),
    "aws_s3_bucket_public_access_block": Kind(
        "bucket", "block_public_acls block_public_policy ignore_public_acls restrict_public_buckets skip_destroy", "id"
    ),
}
BLOCKS = {"stream_mode_details": Kind("stream_mode")}
OF_EVERY_RESOURCE = {"depends_on", "lifecycle", "count", "for_each", "provider"}
"""Of the language: developer.hashicorp.com/terraform/language/meta-arguments."""
EXPRESSION = re.compile(r"(?<!\$)\$\{([^}]*)\}")
REFERENCE = re.compile(r"(aws_\w+)\.(\w+)(?:\.(\w+))?")


def mistakes(configuration: str) -> list[str]:
    """What `terraform validate` would not take."""
    read = hcl2.loads(configuration)
    resources = list(_resources(read))
    there = {(kind, name) for kind, name, _ in resources}
    found = [one for kind, _, body in resources for one in _arguments(kind, body)]
    for kind, name, attribute in _references(read):
        known = KINDS.get(kind, Kind())
        gives = {*known.required.split(), *known.optional.split(), *known.given.split()}
        if (kind, name) not in there or (attribute and attribute not in gives):
            found.append(f"{kind}.{name}.{attribute} is nowhere")
    return found


def _arguments(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    known = KINDS.get(kind) or BLOCKS.get(kind)
    if known is None:
        yield f"no resource type {kind}"
        return
    blocks = known.blocks.split()
    takes = {*known.required.split(), *known.optional.split()}
    names = {name for name in body if not name.startswith("__")} - OF_EVERY_RESOURCE
    yield from (f"{kind} takes no {name}" for name in sorted(names - takes - set(blocks)))
    yield from (f"{kind} lacks {name}" for name in known.required.split() if name not in body)
    for name in names & set(blocks):
        if not isinstance(body[name], list):
            yield f"{kind}: {name} is a block"
        else:
            yield from (one for inner in body[name] for one in _arguments(name, inner))
    yield from (f"{kind}: {name} is no block" for name in sorted(names & takes) if _is_block(body[name]))


def _is_block(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _resources(read: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for one in read.get("resource", []):
        for kind, named in one.items():
            for name, body in named.items():
                yield kind.strip('"'), name.strip('"'), body


def _references(node: Any) -> Iterator[tuple[str, str, str]]:
    match node:
        case str():
            for expression in EXPRESSION.findall(node):
                yield from REFERENCE.findall(expression)
        case Mapping():
            for one in node.values():
                yield from _references(one)
        case list():
            for one in node:
                yield from _references(one)

"""What a preset says about itself before anybody answered anything."""

import json
from typing import Any

import pytest
from builders import a_choice, a_placeholder, a_preset, a_role_item, allow, trust

from tui.core.catalog.card import assumed_by, documents, index_record, reaches
from tui.core.catalog.entries import entry_from
from tui.core.preset.format import Preset

WITH = {"ROLE_NAME": a_placeholder(), "WITH": a_choice("yes", "no")}
LINKED = {"service_linked_role": {"service": "es.amazonaws.com", "role_name": "AWSServiceRoleForX"}}
PROVIDER = {"Federated": "arn:<PARTITION>:iam::<ACCOUNT_ID>:oidc-provider/<ISSUER>"}
FEDERATED = {"Statement": {"Effect": "Allow", "Principal": PROVIDER}}
VARIANTS = {"choose": "WITH", "yes": allow("a:b"), "no": allow("c:d")}


def preset_of(*resources: Any, **fields: Any) -> Preset:
    return a_preset(resources=[*resources], **fields)


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        pytest.param(preset_of(a_role_item()), ("ec2.amazonaws.com",), id="a service"),
        pytest.param(
            preset_of(a_role_item(trust=trust("ec2.<DNS_SUFFIX>"))), ("ec2.amazonaws.com",), id="of any partition"
        ),
        pytest.param(
            preset_of(a_role_item(trust={"Statement": [trust("a")["Statement"][0], trust("b")["Statement"][0]]})),
            ("a", "b"),
            id="two services",
        ),
        pytest.param(
            preset_of(a_role_item(trust={"choose": "WITH", "yes": trust("a"), "no": trust("b")}), placeholders=WITH),
            ("a", "b"),
            id="of all variants",
        ),
        pytest.param(
            preset_of(
                a_role_item(trust=FEDERATED),
                placeholders={"ROLE_NAME": a_placeholder(), "ISSUER": a_placeholder("oidc-provider-host-path")},
            ),
            ("OIDC: <OIDC_PROVIDER>",),
            id="an OIDC provider",
        ),
        pytest.param(
            preset_of(a_role_item(trust={"Statement": {"Principal": {"AWS": "123456789012"}}})),
            ("AWS: 123456789012",),
            id="an account",
        ),
        pytest.param(preset_of(LINKED, placeholders={}), ("es.amazonaws.com",), id="the service of a linked role"),
        pytest.param(
            preset_of(a_role_item(), {"choose": "WITH", "yes": [LINKED], "no": []}, placeholders=WITH),
            ("ec2.amazonaws.com", "es.amazonaws.com"),
            id="the service of a linked role in one variant",
        ),
        pytest.param(preset_of(placeholders={}), (), id="nobody"),
        pytest.param(
            preset_of(
                {"role": {"name": "r", "trust": {"Statement": "oops"}}},
                {"service_linked_role": "oops"},
                placeholders={},
            ),
            (),
            id="nobody, where the preset is broken",
        ),
    ],
)
def test_a_preset_says_who_takes_on_its_role(preset: Preset, expected: tuple[str, ...]):
    assert assumed_by(preset) == expected


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        pytest.param(preset_of(a_role_item()), (), id="nothing"),
        pytest.param(
            preset_of(a_role_item(inline={"p": allow("s3:GetObject", "kms:Decrypt", "s3:PutObject")})),
            ("s3", "kms"),
            id="each service once, in order",
        ),
        pytest.param(
            preset_of(
                {
                    "managed_policy": {
                        "name": "p",
                        "document": {"choose": "WITH", "yes": allow("a:b"), "no": allow("c:d")},
                    }
                },
                a_role_item(),
                placeholders=WITH,
            ),
            ("a", "c"),
            id="of all variants",
        ),
        pytest.param(
            preset_of(a_role_item(inline={"p": allow("s3:GetObject")}), reaches=["kinesis"]),
            ("kinesis",),
            id="what the preset says itself",
        ),
    ],
)
def test_a_preset_says_which_services_its_role_may_call(preset: Preset, expected: tuple[str, ...]):
    assert reaches(preset) == expected


def test_documents_are_found_under_the_names_they_will_have():
    role = a_role_item(
        trust={"choose": "WITH", "yes": trust("a"), "no": trust("b")}, inline={"read": allow("s3:GetObject")}
    )

    found = list(documents([role]))

    assert found == [("trust", trust("a")), ("trust", trust("b")), ("read", allow("s3:GetObject"))]


def test_the_line_in_the_index_becomes_the_entry_in_the_list():
    preset = preset_of(a_role_item(inline={"p": allow("s3:GetObject")}), aliases=["EC2"])

    entry = entry_from(json.loads(json.dumps(index_record(preset))), origin="mine")

    assert (entry.id, entry.need, entry.aliases, entry.origin) == ("test", "required", ("EC2",), "mine")
    assert (entry.assumed_by, entry.reaches) == (("ec2.amazonaws.com",), ("s3",))
    assert entry.text("title", "ko") == "글"

"""`rolewizard last-accessed` against moto over HTTP, with IAM's report, which moto lacks, from a small endpoint."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import boto3
import pytest
from builders import trust
from endpoints import REGION, Endpoint, refusing

from tui.cli import main
from tui.i18n import LANGUAGES

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
POLICY = f"arn:aws:iam::{ACCOUNT}:policy/shared"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
JOB = "12345678-1234-1234-1234-123456789012"
ANSWER = tuple[int, dict[str, Any]]
Used = dict[str, str]


def a_document(*actions: str) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}


@dataclass
class Reports:
    """moto, and in front of it IAM's report: slow, failed, denied or in pages, as a test says."""

    moto: Callable[..., Any]
    services: Used = field(default_factory=dict)
    """Service to when it was last used; "" for never."""
    grants: dict[str, list[str]] | None = None
    """What ListPoliciesGrantingServiceAccess says, inline policies by service; None where it is denied."""
    looks_before_ready: int = 0
    failure: str = ""
    denied: tuple[str, ...] = ()
    knows_actions: bool = True
    page: int = 2
    entities: Used = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        form = parse_qs(body.decode("latin-1"))
        action = form.get("Action", [""])[0]
        if action in self.denied:
            return refusing("403 Forbidden", "AccessDenied", f"not authorized to perform: iam:{action}")(
                environ, start_response
            )
        answer = getattr(self, f"_{action}", None)
        if answer is None:
            return self.moto(environ, start_response)
        self.asked.append(form)
        text = answer(form)
        if text is None:
            return refusing("400 Bad Request", "InvalidInput", "no such granularity")(environ, start_response)
        space = "https://iam.amazonaws.com/doc/2010-05-08/"
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [
            f'<{action}Response xmlns="{space}"><{action}Result>{text}</{action}Result></{action}Response>'.encode()
        ]

    def _GenerateServiceLastAccessedDetails(self, form: dict[str, list[str]]) -> str | None:  # noqa: N802
        if not self.knows_actions and "Granularity" in form:
            return None
        return f"<JobId>{JOB}</JobId>"

    def _GetServiceLastAccessedDetails(self, form: dict[str, list[str]]) -> str:  # noqa: N802
        assert form["JobId"] == [JOB]
        if self.looks_before_ready > 0:
            self.looks_before_ready -= 1
            return "<JobStatus>IN_PROGRESS</JobStatus>"
        if self.failure:
            return f"<JobStatus>FAILED</JobStatus><Error><Code>{self.failure}</Code><Message>broken</Message></Error>"
        members = [self._service(name, used) for name, used in self.services.items()]
        return f"<JobStatus>COMPLETED</JobStatus>{self._paged('ServicesLastAccessed', members, form)}"

    def _service(self, name: str, used: str) -> str:
        last = f"<LastAuthenticated>{used}</LastAuthenticated><LastAuthenticatedEntity>{ROLE}</LastAuthenticatedEntity>"
        action = f"<LastAccessedTime>{used}</LastAccessedTime>" if used else ""
        tracked = f"<member><ActionName>Do</ActionName>{action}</member><member><ActionName>Undo</ActionName></member>"
        return (
            f"<member><ServiceName>{name.upper()}</ServiceName><ServiceNamespace>{name}</ServiceNamespace>"
            f"{last if used else ''}<TotalAuthenticatedEntities>{len(self.entities) if used else 0}"
            f"</TotalAuthenticatedEntities>"
            f"<TrackedActionsLastAccessed>{tracked if self.knows_actions else ''}</TrackedActionsLastAccessed></member>"
        )

    def _GetServiceLastAccessedDetailsWithEntities(self, form: dict[str, list[str]]) -> str:  # noqa: N802
        members = [
            f"<member><EntityInfo><Arn>{arn}</Arn><Name>x</Name><Type>ROLE</Type><Id>AROAEXAMPLEEXAMPLE</Id></EntityInfo>"
            f"<LastAuthenticated>{used}</LastAuthenticated></member>"
            for arn, used in self.entities.items()
        ]
        return f"<JobStatus>COMPLETED</JobStatus>{self._paged('EntityDetailsList', members, form)}"

    def _ListPoliciesGrantingServiceAccess(self, form: dict[str, list[str]]) -> str | None:  # noqa: N802
        names = [values[0] for key, values in sorted(form.items()) if key.startswith("ServiceNamespaces")]
        grants = self.grants or {}
        members = [
            f"<member><ServiceNamespace>{one}</ServiceNamespace><Policies>"
            + "".join(
                f"<member><PolicyName>{policy}</PolicyName><PolicyType>INLINE</PolicyType></member>"
                for policy in grants.get(one, [])
            )
            + "</Policies></member>"
            for one in names
        ]
        return self._paged("PoliciesGrantingServiceAccess", members, form)

    def _paged(self, key: str, members: list[str], form: dict[str, list[str]]) -> str:
        start = int(form.get("Marker", ["0"])[0])
        end = start + self.page
        is_more = end < len(members)
        marker = f"<Marker>{end}</Marker>" if is_more else ""
        text = "".join(members[start:end])
        return f"<{key}>{text}</{key}><IsTruncated>{str(is_more).lower()}</IsTruncated>{marker}"


@pytest.fixture
def aws_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS's own managed policies in moto, which is emptied after this."""
    monkeypatch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")


@pytest.fixture
def reports(moto_server: Endpoint, credentials: None) -> Reports:
    return Reports(moto_server.application)


@pytest.fixture
def url(reports: Reports, endpoint: Callable[..., Endpoint]) -> str:
    return endpoint(reports).url


@pytest.fixture
def iam(moto_server: Endpoint, credentials: None) -> Any:
    client = boto3.client("iam", endpoint_url=moto_server.url, region_name=REGION)
    client.create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps(trust()))
    put(client, "mixed", "s3:GetObject", "sqs:SendMessage")
    return client


def put(client: Any, name: str, *actions: str) -> None:
    client.put_role_policy(RoleName="app", PolicyName=name, PolicyDocument=json.dumps(a_document(*actions)))


@pytest.fixture
def ask(url: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., ANSWER]:
    def call(*arguments: str) -> ANSWER:
        code = main(["last-accessed", *arguments, "--account", "--endpoint-url", url, "--json"])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return call


WHEN = "2026-11-02T10:00:00+00:00"


def test_the_report_is_waited_for_read_page_by_page_and_told(
    ask: Callable[..., ANSWER], reports: Reports, iam: Any
) -> None:
    put(iam, "again", "s3:*")
    reports.services = {"s3": WHEN, "sqs": "", "sns": "", "kms": WHEN, "ec2": ""}
    reports.grants = {"s3": ["mixed", "again"], "sqs": ["mixed"]}
    reports.looks_before_ready = 1

    code, found = ask("app")

    by_name = {one["service"]: one for one in found["services"]}
    assert code == 0
    assert found["entity"] == ROLE
    assert sorted(by_name) == ["ec2", "kms", "s3", "sns", "sqs"]
    assert by_name["s3"]["last_accessed"] == WHEN
    assert by_name["s3"]["granted_by"] == ["inline/mixed", "inline/again"]
    assert by_name["s3"]["actions"] == [
        {"action": "s3:Do", "last_accessed": WHEN, "by": None},
        {"action": "s3:Undo", "last_accessed": None, "by": None},
    ]
    assert by_name["sqs"]["last_accessed"] is None
    assert found["unused"] == ["ec2", "sns", "sqs"]
    assert found["twice"] == [
        {"service": "s3", "policies": ["inline/mixed", "inline/again"], "actions": ["s3:GetObject"]}
    ]
    assert (found["source"], found["granted_by_source"], found["tracking_days"]) == ("iam", "iam", 400)
    assert (found["recent"], found["age_days"]) == (True, 0)
    assert reports.asked[0]["Granularity"] == ["ACTION_LEVEL"]


@pytest.mark.usefixtures("aws_policies")
def test_where_iam_does_not_say_who_grants_the_policies_are_read(
    ask: Callable[..., ANSWER], reports: Reports, iam: Any
) -> None:
    iam.attach_role_policy(RoleName="app", PolicyArn=READ_ONLY)
    reports.services = {"s3": WHEN, "sqs": ""}
    reports.denied = ("ListPoliciesGrantingServiceAccess",)
    reports.knows_actions = False

    _, found = ask("role/app")

    assert {one["service"]: one["granted_by"] for one in found["services"]} == {
        "s3": ["inline/mixed"],
        "sqs": ["inline/mixed", READ_ONLY],
    }
    assert found["granted_by_source"] == "documents"
    assert "Granularity" not in reports.asked[1]


def test_a_policy_is_told_with_who_used_it(ask: Callable[..., ANSWER], reports: Reports, iam: Any) -> None:
    iam.create_policy(PolicyName="shared", PolicyDocument=json.dumps(a_document("s3:GetObject", "sqs:*")))
    reports.services = {"s3": WHEN, "sqs": ""}
    reports.entities = {f"{ROLE}{number}": WHEN for number in range(5)}

    code, found = ask(POLICY)

    s3 = next(one for one in found["services"] if one["service"] == "s3")
    assert code == 0
    assert [one["entity"] for one in s3["entities"]] == list(reports.entities)
    assert s3["granted_by"] == [POLICY]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"failure": "InternalFailure"}, "aws.refused"),
        ({"denied": ("GenerateServiceLastAccessedDetails",)}, "aws.denied"),
        ({"denied": ("GetServiceLastAccessedDetails",)}, "aws.denied"),
        ({"looks_before_ready": 999}, "aws.report_slow"),
    ],
    ids=["failed", "may not ask", "may not read", "too slow"],
)
def test_what_keeps_the_report_from_being_there_is_told(
    ask: Callable[..., ANSWER], reports: Reports, iam: Any, changes: dict[str, Any], code: str
) -> None:
    for name, value in changes.items():
        setattr(reports, name, value)

    exit_code, found = ask("app", "--timeout", "2")

    assert (exit_code, found["error"]["code"]) == (3, code)


def test_ctrl_c_leaves_a_report_that_takes_long(url: str, reports: Reports, iam: Any) -> None:
    reports.looks_before_ready = 10_000
    command = [sys.executable, "-m", "tui", "last-accessed", "app", "--account", "--endpoint-url", url]
    process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(reports.asked) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)

    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err


def test_a_name_that_nobody_has_or_several_have_is_an_error(ask: Callable[..., ANSWER], iam: Any) -> None:
    iam.create_user(UserName="app")

    assert ask("nobody")[1]["error"]["code"] == "entity.unknown"
    assert ask("arn:aws:s3:::bucket")[1]["error"]["code"] == "entity.unknown"
    code, found = ask("app")
    assert (code, found["error"]["code"]) == (2, "entity.ambiguous")
    assert "role/app, user/app" in found["error"]["message"]


def test_a_dry_run_may_ask_for_the_report(ask: Callable[..., ANSWER], reports: Reports, iam: Any) -> None:
    reports.services = {"s3": WHEN}

    assert ask("app", "--dry-run")[0] == 0


def documents_of(iam: Any) -> dict[str, Any]:
    names = iam.list_role_policies(RoleName="app")["PolicyNames"]
    attached = iam.list_attached_role_policies(RoleName="app")["AttachedPolicies"]
    inline = {name: iam.get_role_policy(RoleName="app", PolicyName=name)["PolicyDocument"] for name in names}
    return inline | {one["PolicyArn"]: None for one in attached}


@pytest.mark.usefixtures("aws_policies")
def test_what_was_never_used_is_taken_out_and_comes_back_on_undo(
    ask: Callable[..., ANSWER], reports: Reports, iam: Any, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(iam, "only-sqs", "sqs:*")
    put(iam, "kept", "s3:PutObject")
    iam.attach_role_policy(RoleName="app", PolicyArn=READ_ONLY)
    iam.create_policy(PolicyName="shared", PolicyDocument=json.dumps(a_document("s3:ListBucket", "sqs:ListQueues")))
    iam.attach_role_policy(RoleName="app", PolicyArn=POLICY)
    reports.services = {"s3": WHEN, "sqs": "", "sns": ""}
    before = documents_of(iam)

    shown, found = ask("app", "--trim")

    calls = sorted(one["operation"] for one in found["trim"]["calls"])
    assert shown == 4
    assert calls == ["CreatePolicyVersion", "DeleteRolePolicy", "DetachRolePolicy", "PutRolePolicy"]
    assert documents_of(iam) == before

    done, last = ask("app", "--trim", "--yes")

    after = documents_of(iam)
    assert (done, last["outcome"]) == (0, "done")
    assert set(after) == {"mixed", "kept", POLICY}
    assert after["mixed"]["Statement"][0]["Action"] == ["s3:GetObject"]
    assert after["kept"] == before["kept"]
    version = iam.get_policy(PolicyArn=POLICY)["Policy"]["DefaultVersionId"]
    text = iam.get_policy_version(PolicyArn=POLICY, VersionId=version)["PolicyVersion"]["Document"]
    assert (version, text["Statement"][0]["Action"]) == ("v2", ["s3:ListBucket"])

    at = ["--account", "--endpoint-url", url, "--json"]
    assert main(["verify", last["run"], *at]) == 0
    assert main(["undo", last["run"], "--yes", *at]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["matches"] for one in events if one.get("event") == "verified"] == [True]
    assert documents_of(iam) == before
    assert iam.get_policy(PolicyArn=POLICY)["Policy"]["DefaultVersionId"] == "v1"


def test_what_cannot_be_cut_here_is_named_with_its_reason(
    ask: Callable[..., ANSWER], reports: Reports, iam: Any
) -> None:
    put(iam, "all", "*")
    iam.create_policy(PolicyName="shared", PolicyDocument=json.dumps(a_document("s3:ListBucket", "sqs:ListQueues")))
    iam.attach_role_policy(RoleName="app", PolicyArn=POLICY)
    iam.create_user(UserName="ann")
    iam.attach_user_policy(UserName="ann", PolicyArn=POLICY)
    reports.services = {"s3": WHEN, "sqs": ""}

    _, found = ask("role/app", "--trim")

    assert {one["policy"]: one["code"] for one in found["trim"]["left"]} == {
        "inline/all": "everything",
        POLICY: "shared",
    }


@pytest.mark.usefixtures("aws_policies")
def test_inline_policies_of_users_are_cut_removed_and_brought_back(
    ask: Callable[..., ANSWER], reports: Reports, iam: Any, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    iam.create_user(UserName="ann")
    iam.create_group(GroupName="dev")
    iam.add_user_to_group(UserName="ann", GroupName="dev")
    iam.put_group_policy(GroupName="dev", PolicyName="g", PolicyDocument=json.dumps(a_document("sqs:*")))
    for name, actions in (("some", ("s3:GetObject", "sqs:*")), ("none", ("sqs:*",))):
        iam.put_user_policy(UserName="ann", PolicyName=name, PolicyDocument=json.dumps(a_document(*actions)))
    iam.attach_user_policy(UserName="ann", PolicyArn=READ_ONLY)
    reports.services = {"s3": WHEN, "sqs": ""}

    _, found = ask("ann", "--trim")
    done, last = ask("ann", "--trim", "--yes")

    left = {one["policy"]: one["code"] for one in found["trim"]["left"]}
    assert left == {"group/dev/inline/g": "group", READ_ONLY: "by-hand"}
    assert (done, iam.list_user_policies(UserName="ann")["PolicyNames"]) == (0, ["some"])

    assert main(["undo", last["run"], "--yes", "--account", "--endpoint-url", url, "--json"]) == 0
    capsys.readouterr()
    assert sorted(iam.list_user_policies(UserName="ann")["PolicyNames"]) == ["none", "some"]
    kept = iam.get_user_policy(UserName="ann", PolicyName="some")["PolicyDocument"]
    assert kept == a_document("s3:GetObject", "sqs:*")


@pytest.mark.usefixtures("aws_policies")
def test_what_aws_keeps_is_not_cut(ask: Callable[..., ANSWER], reports: Reports, iam: Any) -> None:
    reports.services = {"sqs": ""}

    code, found = ask(READ_ONLY, "--trim")

    assert (code, found["error"]["code"]) == (2, "entity.awss")


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_it_in_their_language_with_what_it_does_not_mean(
    url: str, reports: Reports, iam: Any, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    reports.services = {"s3": WHEN, "sqs": ""}

    code = main(["last-accessed", "app", "--trim", "--account", "--endpoint-url", url, "--lang", language])

    out = capsys.readouterr().out
    assert code == 4
    assert "400" in out
    assert "2026-11-02" in out
    assert any(line.strip().startswith("-") and "sqs:SendMessage" in line for line in out.splitlines())


def test_in_the_practice_account_the_recorded_calls_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def asked(name: str, *more: str) -> ANSWER:
        code = main(["last-accessed", name, "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    assert main(["apply", "lambda-basic", "--yes", "--json", "--set", "ROLE_NAME=app", "--set", "FUNCTION_NAME=f"]) == 0
    capsys.readouterr()

    mine, role = asked("practice")[1], asked("app")[1]

    used = {one["service"]: one["last_accessed"] for one in mine["services"]}
    assert (mine["source"], mine["known"], set(used)) == ("practice", True, {"iam"})
    assert used["iam"]
    assert (role["known"], role["unused"]) == (False, [])
    assert [one["last_accessed"] for one in role["services"]] == [None]
    assert asked("app", "--trim")[1]["error"]["code"] == "entity.not_known"

    main(["last-accessed", "app"])
    out = capsys.readouterr().out
    assert "from the calls recorded in this practice account" in out
    assert "Nothing that app did was ever recorded here" in out

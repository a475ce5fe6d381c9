"""AWS's own simulator beside our answer: what it is asked, and what is made of its answer."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from endpoints import Endpoint, refusing
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from tui.cli import main

pytestmark = pytest.mark.usefixtures("credentials")

ANSWER = """<SimulateCustomPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulateCustomPolicyResult>
<IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>s3:PutObject</EvalActionName>
<EvalResourceName>arn:aws:s3:::media/x</EvalResourceName><EvalDecision>{decision}</EvalDecision>
<MatchedStatements><member><SourcePolicyId>PolicyInputList.2</SourcePolicyId></member></MatchedStatements>
<MissingContextValues><member>aws:SourceVpc</member></MissingContextValues></member></EvaluationResults>
</SimulateCustomPolicyResult></SimulateCustomPolicyResponse>"""
QUESTION = (
    "ec2-wordpress",
    "--set",
    "S3_BUCKET=media",
    "--action",
    "s3:PutObject",
    "--resource",
    "arn:aws:s3:::media/x",
)


class Simulator:
    """moto, and what AWS's simulator would say; remembers what it was asked."""

    def __init__(self, answer: Callable[..., Any] | str) -> None:
        self.answer = answer
        self.asked: dict[str, list[str]] = {}
        self.moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        if b"Action=SimulateCustomPolicy" not in body:
            return self.moto(environ, start_response)
        self.asked = parse_qs(body.decode())
        if callable(self.answer):
            return self.answer(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [ANSWER.format(decision=self.answer).encode()]


@pytest.fixture
def simulate(endpoint: Callable[..., Endpoint], capsys: pytest.CaptureFixture[str]) -> Any:
    def call(simulator: Simulator, *arguments: str) -> tuple[int, str]:
        code = main(["simulate", "--account", "--endpoint-url", endpoint(simulator).url, *QUESTION, *arguments])
        return code, capsys.readouterr().out

    return call


def test_aws_is_asked_the_same_question_and_agrees(simulate: Any) -> None:
    simulator = Simulator("allowed")

    code, out = simulate(simulator, "--context", "aws:SourceIp=203.0.113.7", "--json")

    found = json.loads(out)
    documents = [json.loads(text) for key, [text] in simulator.asked.items() if key.startswith("PolicyInputList")]
    assert (code, found["decision"], found["aws"]["decision"], found["aws"]["agrees"]) == (
        0,
        "allowed",
        "allowed",
        True,
    )
    assert found["aws"]["keys"] == ["aws:SourceVpc"]
    assert found["aws"]["documents"] == ["policy/S3-Wordpress-ut"]
    assert simulator.asked["ActionNames.member.1"] == ["s3:PutObject"]
    assert simulator.asked["ResourceArns.member.1"] == ["arn:aws:s3:::media/x"]
    assert "203.0.113.7" in str(simulator.asked)
    assert any("arn:aws:s3:::media/*" in json.dumps(document) for document in documents)


def test_a_difference_is_told_and_nothing_is_hidden(simulate: Any) -> None:
    code, out = simulate(Simulator("implicitDeny"))

    assert code == 0
    assert out.startswith("✓ Allowed")
    assert "AWS's simulator says: denied" in out
    assert "does not agree" in out


def test_whoever_may_not_ask_aws_still_has_our_answer(simulate: Any) -> None:
    code, out = simulate(Simulator(refusing("403 Forbidden", "AccessDenied", "not authorized")), "--json")

    found = json.loads(out)
    assert (code, found["decision"]) == (0, "allowed")
    assert found["aws"]["error"]["code"] == "aws.denied"


def test_aws_is_not_asked_about_trust_policies(simulate: Any) -> None:
    simulator = Simulator("allowed")

    _, out = simulate(simulator, "--action", "sts:AssumeRole", "--resource", "*", "--json")

    assert json.loads(out)["who"][0]["principal"] == "ec2.amazonaws.com"
    assert simulator.asked == {}

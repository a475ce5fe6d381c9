"""What line mode, `apply`, `undo` and `resume` advise about a call that AWS refused."""

import pytest
from builders import a_plan, a_role

from tui.core.errors import AwsRefused
from tui.core.run.events import StepFailed
from tui.i18n import LANGUAGES, Translator
from tui.line.text import print_failure
from tui.line.trouble import print_error

PLAN = a_plan(a_role())
MESSAGE = "User: me is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/app "
MISSING = MESSAGE + "because no identity-based policy allows the iam:CreateRole action"
BARRED = [
    MESSAGE + "with an explicit deny in an identity-based policy",
    MESSAGE + "with an explicit deny in a service control policy",
    MESSAGE + "because no permissions boundary allows the iam:CreateRole action",
    MESSAGE + "because no service control policy allows the iam:CreateRole action",
    MESSAGE + "because no session policy allows the iam:CreateRole action",
]


@pytest.mark.parametrize("message", BARRED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_allow_is_advised_where_a_deny_or_a_limit_stands_in_the_way(
    message: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    t = Translator(language)

    print_failure(StepFailed(0, "CreateRole", "AccessDenied", message), PLAN, t)
    print_error(AwsRefused("AccessDenied", message, "GetRole"), t)

    told = capsys.readouterr().out
    assert '"Effect": "Allow"' not in told
    assert t("denied.barred", action="iam:CreateRole", resource="arn:aws:iam::123456789012:role/app") in told
    assert t("hint.aws.barred") in told
    assert t("hint.aws.denied") not in told


def test_the_statement_to_ask_for_is_shown_where_a_permission_is_merely_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    t = Translator()

    print_failure(StepFailed(0, "CreateRole", "AccessDenied", MISSING), PLAN, t)
    print_error(AwsRefused("AccessDenied", MISSING, "GetRole"), t)

    told = capsys.readouterr().out
    assert '{"Effect": "Allow", "Action": "iam:CreateRole"' in told
    assert t("hint.aws.denied") in told

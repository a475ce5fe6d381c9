"""The real linter in its real process: what it finds, that it reaches nobody, and that no fault of its is ours.

Needs the extra `lint`, which the extra `test` brings.
"""

import json
import os
import sys
from pathlib import Path

import pytest
from builders import a_policy, a_role, allow
from iam_validator.core.models import ServiceDetail

from tui.core.checks.linted import LintedDocument, documents_to_lint
from tui.core.iam.actions import ActionList
from tui.linter.process import Linter
from tui.linter.services import LIST, service_record, services_folder
from tui.store.actions import load_actions
from tui.store.places import linter_files

KMS = allow("kms:*", "s3:GetObjekt", on="arn:aws:kms:us-east-1:123456789012:key/1", Sid="Keys")
DOCUMENTS = documents_to_lint([a_role(inline={"keys": KMS})])
WATCHED = """
import os, runpy, sys
def note(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        with open({log!r}, "a") as log:
            print(event, arguments, file=log)
sys.addaudithook(note)
sys.argv = ["child"]
runpy.run_module("tui.linter.child", run_name="__main__")
"""
ANSWERS = """
import json, sys
asked = json.load(sys.stdin)
with open({log!r}, "a") as log:
    print(len(asked["documents"]), file=log)
json.dump({{"issues": [[] for _ in asked["documents"]]}}, sys.stdout)
"""


def never() -> bool:
    return False


def running(code: str, folder: Path, **fields: float) -> Linter:
    """A linter whose process runs this code."""
    return Linter(folder, (sys.executable, "-P", "-c", code), **fields)


def told(linter: Linter, documents: tuple[LintedDocument, ...] = DOCUMENTS) -> set[tuple[str, str, str]]:
    answer = linter.read(documents, never)
    assert (answer.trouble, answer.is_late) == ("", False)
    return {(one.kind, issue.check, issue.severity) for one in documents for issue in answer.issues[one]}


def test_it_reads_documents_against_our_list_of_actions() -> None:
    found = told(Linter(linter_files()))

    assert ("IDENTITY_POLICY", "service_wildcard", "high") in found
    assert ("IDENTITY_POLICY", "action_validation", "error") in found
    assert {one for one in found if one[0] == "TRUST_POLICY"} == set()


def test_the_checks_that_are_switched_off_say_nothing() -> None:
    # too large for a managed policy, not for an inline one; and reads from a bucket of whatever organization
    objects = [f"arn:aws:s3:::bucket-{number}/{'x' * 90}/*" for number in range(80)]
    documents = documents_to_lint([a_role(inline={"a": allow("s3:GetObject", on=objects)})])

    assert told(Linter(linter_files()), documents) == set()


def test_it_touches_no_socket_and_its_answer_needs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "sockets"
    log.touch()
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    found = told(running(WATCHED.format(log=str(log)), linter_files()))

    assert ("IDENTITY_POLICY", "service_wildcard", "high") in found
    # urllib3 tries out IPv6 when it is imported, with a socket that it does not connect; it is refused even that
    assert {line.split()[0] for line in log.read_text().splitlines()} <= {"socket.bind"}


def test_it_says_the_same_in_the_same_order_each_time() -> None:
    sensitive = documents_to_lint([a_policy(document=allow("kms:*", on="arn:aws:kms:us-east-1:123456789012:key/1"))])

    first, second = (Linter(linter_files()).read(sensitive, never) for _ in range(2))

    assert first.issues == second.issues != {}


def test_it_keeps_nothing_but_our_list_in_the_users_cache(a_home_of_its_own: Path) -> None:
    told(Linter(linter_files()))

    [files] = linter_files().iterdir()
    assert sorted(one.name for one in a_home_of_its_own.rglob("*.json") if one.parent != files) == []
    assert {one["service"] for one in json.loads((files / LIST).read_text())} == set(load_actions().services)


def test_the_list_is_written_once_and_anew_for_another_list_of_actions(tmp_path: Path) -> None:
    services = {"s3": load_actions().services["s3"]}
    first = services_folder(tmp_path, ActionList(services, "a 1", "2026-01-01"))
    os.utime(first / "s3.json", ns=(1, 1))

    again = services_folder(tmp_path, ActionList(services, "a 1", "2026-01-01"))
    newer = services_folder(tmp_path, ActionList(services, "a 2", "2026-02-01"))

    assert again == first
    assert newer != first
    assert [one.name for one in tmp_path.iterdir()] == [newer.name]


def test_the_list_that_was_there_is_not_touched(tmp_path: Path) -> None:
    actions = ActionList({"s3": load_actions().services["s3"]}, "a 1", "2026-01-01")
    os.utime(services_folder(tmp_path, actions) / "s3.json", ns=(1, 1))

    assert (services_folder(tmp_path, actions) / "s3.json").stat().st_mtime_ns == 1


def test_without_a_place_for_the_list_it_reads_all_the_same(tmp_path: Path) -> None:
    in_the_way = tmp_path / "linter"
    in_the_way.write_text("not a folder")

    assert ("IDENTITY_POLICY", "service_wildcard", "high") in told(Linter(in_the_way))


def test_every_service_of_our_list_is_one_the_linter_can_read() -> None:
    for prefix, text in load_actions().services.items():
        ours = json.loads(text)

        read = ServiceDetail.model_validate(service_record(prefix, ours))

        assert set(read.actions) == set(ours["actions"])
        assert all(kind["Name"] in read.resources for action in read.actions.values() for kind in action.resources)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "raise ImportError(\"cannot import name 'build_registry'\")",
            "ImportError: cannot import name 'build_registry'",
        ),
        ("import os; os._exit(3)", "the process has ended"),
        ("print('hello')", "JSONDecodeError"),
        ('print(\'{"issues": [[{"nope": 1}], []]}\')', "TypeError"),
        ("print('{\"issues\": []}')", "0/2"),
    ],
)
def test_whatever_goes_wrong_is_one_sentence(code: str, expected: str, tmp_path: Path) -> None:
    answer = running(code, tmp_path).read(DOCUMENTS, never)

    assert expected in answer.trouble
    assert "Traceback" not in answer.trouble
    assert answer.issues == {}


def test_a_program_that_cannot_be_started_is_one_sentence_too(tmp_path: Path) -> None:
    answer = Linter(tmp_path, (str(tmp_path / "nothing"),)).read(DOCUMENTS, never)

    assert answer.trouble == "No such file or directory"


def test_a_question_of_any_length_is_answered_also_by_one_that_listens_late(tmp_path: Path) -> None:
    """One longer than a pipe holds was cut off where the process had not read it at once, and never answered."""
    documents = tuple(LintedDocument("IDENTITY_POLICY", f"{n:0>1000}") for n in range(300))
    code = "import time; time.sleep(0.2)" + ANSWERS.format(log=str(tmp_path / "log"))

    answer = running(code, tmp_path, patience_seconds=30).read(documents, never)

    assert (answer.is_late, answer.trouble, len(answer.issues)) == (False, "", 300)


def test_one_that_takes_too_long_is_not_waited_for(tmp_path: Path) -> None:
    answer = running("import time; time.sleep(600)", tmp_path, patience_seconds=0.1).read(DOCUMENTS, never)

    assert answer.is_late


def test_nobody_waiting_any_more_ends_the_process(tmp_path: Path) -> None:
    here = tmp_path / "pid"
    code = f"import os, time; open({str(here)!r}, 'w').write(str(os.getpid())); time.sleep(600)"

    answer = running(code, tmp_path).read(DOCUMENTS, lambda: here.exists() and here.read_text() != "")

    assert (answer.issues, answer.trouble, answer.is_late) == ({}, "", False)
    with pytest.raises(ProcessLookupError):
        os.kill(int(here.read_text()), 0)


def test_a_document_is_read_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    linter = running(ANSWERS.format(log=str(log)), tmp_path)
    more = documents_to_lint([a_policy()])

    linter.read(DOCUMENTS, never)
    linter.read((*DOCUMENTS, *DOCUMENTS), never)
    answer = linter.read((*DOCUMENTS, *more), never)

    assert log.read_text().split() == ["2", "1"]
    assert set(answer.issues) == {*DOCUMENTS, *more}


def test_what_failed_is_asked_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        f"import os, sys\nif not os.path.exists({str(log)!r}):\n    open({str(log)!r}, 'w').close()\n    sys.exit(1)\n"
    )
    linter = running(code + ANSWERS.format(log=str(log)), tmp_path)

    first, second = linter.read(DOCUMENTS, never), linter.read(DOCUMENTS, never)

    assert first.trouble != ""
    assert (second.trouble, set(second.issues)) == ("", set(DOCUMENTS))


def test_it_is_there_where_it_is_installed_and_not_switched_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    off = Linter(tmp_path).is_there
    monkeypatch.delenv("ROLEWIZARD_LINTER")

    assert (off, Linter(tmp_path).is_there) == (False, True)

"""The real AWS CLI, imported once: each command runs in a fork, which saves the half second its imports take, and what
it reads of its own data.

`aws_cli(folder)` puts a program called `aws` into the folder, which hands its arguments, environment, working directory
and open files to the process that waits with everything imported, and ends with its exit code.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLIENT = """\
#!{python} -IS
import json, os, socket, sys
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as line:
    line.connect({path!r})
    socket.send_fds(line, [len(asked).to_bytes(4, "big")], [0, 1, 2])
    line.sendall(asked)
    answer = line.recv(1)
sys.exit(answer[0] if answer else 255)
"""


@contextmanager
def aws_cli(folder: Path) -> Iterator[Path]:
    """The folder, to be put in front of PATH."""
    path = folder / "aws.socket"
    (folder / "aws").write_text(CLIENT.format(python=sys.executable, path=str(path)))
    (folder / "aws").chmod(0o755)
    process = subprocess.Popen([sys.executable, __file__, str(path)], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield folder
    finally:
        process.terminate()
        process.wait()


def serve(path: str) -> None:
    """Answers until it is told to end."""
    from awscli.clidriver import create_clidriver

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    driver = create_clidriver()
    loader = driver.session.get_component("data_loader")
    for data in ("endpoints", "partitions", "sdk-default-configuration", "_retry"):
        loader.load_data(data)
    for kind in ("service-2", "paginators-1", "waiters-2"):
        loader.list_available_services(kind)
        loader.load_service_model("iam", kind)
    for service in ("iam", "sts", "s3"):
        loader.load_service_model(service, "service-2")
        loader.load_service_model(service, "endpoint-rule-set-1")
    gc.freeze()  # lest a fork's collector writes to every page
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(8)
        print("ready", flush=True)
        while True:
            line, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _answer(line, driver)
            line.close()


def _answer(line: socket.socket, driver: object) -> None:
    length, files, _, _ = socket.recv_fds(line, 4, 3)
    asked = b""
    while len(asked) < int.from_bytes(length, "big"):
        asked += line.recv(65536)
    arguments, folder, environment = json.loads(asked)
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.chdir(folder)
    data = {name: os.environ[name] for name in ("AWS_DATA_PATH",) if name in os.environ}  # set by awscli itself
    os.environ.clear()
    os.environ.update(environment | data)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        code = driver.main(arguments)  # type: ignore[attr-defined]
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    line.sendall(bytes([code or 0]))
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])

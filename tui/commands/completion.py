"""`rolewizard completion SHELL`: the script that a shell sources to complete what is typed after `rolewizard`."""

from tui.commands import print_json
from tui.i18n import Translator
from tui.options import Options


def run(options: Options, t: Translator) -> int:  # noqa: ARG001
    """Prints the script; `source <(rolewizard completion bash)` takes it at once."""
    import argcomplete

    script = argcomplete.shellcode(["rolewizard"], shell=options.words[0])
    if options.as_json:
        print_json({"shell": options.words[0], "script": script})
    else:
        print(script)
    return 0

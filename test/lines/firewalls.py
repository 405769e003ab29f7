"""Lets ufw and firewalld read lines by their own parsers; nothing of the machine's firewall is asked or changed.

Reads a list of lines as words, the program first, and writes for each what the program says against it, or null.
"""
import contextlib, gettext, io, json, sys

gettext.install("ufw")

from firewall.core.rich import Rich_Rule  # noqa: E402
from ufw.frontend import parse_command  # noqa: E402

RICH = "--add-rich-rule="


def problem(program, words):
    # ufw writes bytes.
    said = io.TextIOWrapper(io.BytesIO(), write_through=True)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            if program == "ufw":
                parse_command([program, *words])
            else:
                for word in words:
                    if word.startswith(RICH):
                        Rich_Rule(rule_str=word[len(RICH) :])
    except (Exception, SystemExit) as error:
        return said.buffer.getvalue().decode().strip() or str(error)
    return None


json.dump([problem(program, words) for program, *words in json.load(sys.stdin)], sys.stdout)

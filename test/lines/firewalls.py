"""Parses command lines with ufw's and firewalld's own parsers, without access to the machine's firewall.

Input: a JSON list of command lines, each a list of words that starts with the program. Output: a JSON list with the
program's error for each line, or null.
"""
import contextlib, gettext, io, json, sys

gettext.install("ufw")

from firewall.core.rich import Rich_Rule  # noqa: E402
from ufw.frontend import parse_command  # noqa: E402

RICH = "--add-rich-rule="


def problem(program, words):
    # A StringIO has no buffer for bytes, which ufw writes.
    output = io.TextIOWrapper(io.BytesIO(), write_through=True)
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            if program == "ufw":
                parse_command([program, *words])
            else:
                for word in words:
                    if word.startswith(RICH):
                        Rich_Rule(rule_str=word[len(RICH) :])
    except (Exception, SystemExit) as error:
        return output.buffer.getvalue().decode().strip() or str(error)
    return None


json.dump([problem(program, words) for program, *words in json.load(sys.stdin)], sys.stdout)

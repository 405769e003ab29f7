"""Runs command lines with Qumulo's own client, without a network, to see which cluster it would contact.

Input: a JSON list of command lines, each a list of words that starts with the program. Output: a JSON list with the
reason why the client would not contact the cluster given by --host, for each line, or null.
"""
import contextlib, getpass, io, json, os, socket, sys, tempfile

asked = []


def refuse(host, *_args, **_kwargs):
    asked.append(host[0] if isinstance(host, tuple) else host)
    raise OSError("there is no network here")


socket.getaddrinfo = socket.create_connection = refuse
socket.socket.connect = lambda _self, address: refuse(address)
getpass.getpass = lambda *_args, **_kwargs: "secret"
os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()

from qumulo.lib import qq  # noqa: E402


def run(words):
    # Up to client version 6.0, the caller creates the parser.
    if hasattr(qq, "make_parser"):
        return qq.qq_main(words, qq.make_parser(), qq.rest_client_factory)
    return qq.qq_main(words, qq.RestClient)


def problem(words):
    asked.clear()
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            run(words)
        except SystemExit:
            pass
    if not asked:
        return output.getvalue().strip() or "contacts no cluster"
    return None if "--host" in words and asked[0] == words[words.index("--host") + 1] else f"contacts {asked[0]}, which is not the cluster given by --host"


json.dump([problem(words) for _, *words in json.load(sys.stdin)], sys.stdout)

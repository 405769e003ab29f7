"""Lets the Azure CLI read lines with its own command table and parser, without a network and without a sign-in.

Reads a list of lines as words, the program first, and writes for each what the CLI says against it, or null.
"""
import contextlib, io, json, logging, os, socket, sys, tempfile


def refuse(*_args, **_kwargs):
    raise OSError("there is no network here")


socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse
os.environ.update(
    AZURE_CONFIG_DIR=tempfile.mkdtemp(),
    AZURE_CORE_COLLECT_TELEMETRY="no",
    # Both would ask a server of Microsoft's.
    AZURE_CORE_ERROR_RECOMMENDATION="off",
    AZURE_EXTENSION_USE_DYNAMIC_INSTALL="no",
)

from azure.cli.core import get_default_cli  # noqa: E402
from azure.cli.core.commands import AzCliCommandInvoker  # noqa: E402


class Parsed(BaseException):
    """The line is read; the command itself is not run."""


def stop(*_args, **_kwargs):
    raise Parsed


# What comes first after a line is read, and after the handlers that check its resource ids.
AzCliCommandInvoker.resolve_warnings = stop
cli = get_default_cli()


class Said(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def problem(words):
    said, text = Said(), io.StringIO()
    loggers = [logging.getLogger(name) for name in ("cli", "az_command_data_logger", "knack")]
    for logger in loggers:
        logger.addHandler(said)
    try:
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            cli.invoke(words)
    except Parsed:
        # A module that could not be loaded has said so.
        return "; ".join(said.lines) or None
    except SystemExit:
        pass
    finally:
        for logger in loggers:
            logger.removeHandler(said)
    # A command that it does not know makes it load every module, and those that are not here are named first.
    return (said.lines or [text.getvalue().strip() or "not read to its end"])[-1]


json.dump([problem(words) for _, *words in json.load(sys.stdin)], sys.stdout)

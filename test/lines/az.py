"""Parses command lines with the Azure CLI's own command table and parser, without a network or a sign-in.

Input: a JSON list of command lines, each a list of words that starts with the program. Output: a JSON list with the
CLI's error for each line, or null.
"""
import contextlib, io, json, logging, os, socket, sys, tempfile


def refuse(*_args, **_kwargs):
    raise OSError("there is no network here")


socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse
os.environ.update(
    AZURE_CONFIG_DIR=tempfile.mkdtemp(),
    AZURE_CORE_COLLECT_TELEMETRY="no",
    # With these two features switched on, the CLI would contact a Microsoft server.
    AZURE_CORE_ERROR_RECOMMENDATION="off",
    AZURE_EXTENSION_USE_DYNAMIC_INSTALL="no",
)

from azure.cli.core import get_default_cli  # noqa: E402
from azure.cli.core.commands import AzCliCommandInvoker  # noqa: E402


class Parsed(BaseException):
    """Raised when a line has been parsed, to stop before the command runs."""


def stop(*_args, **_kwargs):
    raise Parsed


# Stop the CLI in the first function that it calls after it has parsed a line and checked the line's resource ids.
AzCliCommandInvoker.resolve_warnings = stop
cli = get_default_cli()


class Errors(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def problem(words):
    errors, text = Errors(), io.StringIO()
    loggers = [logging.getLogger(name) for name in ("cli", "az_command_data_logger", "knack")]
    for logger in loggers:
        logger.addHandler(errors)
    try:
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            cli.invoke(words)
    except Parsed:
        # If a module could not be loaded, the CLI has logged an error.
        return "; ".join(errors.lines) or None
    except SystemExit:
        pass
    finally:
        for logger in loggers:
            logger.removeHandler(errors)
    # Only the last error concerns the line: for an unknown command, the CLI loads all modules, and first reports which
    # are missing.
    return (errors.lines or [text.getvalue().strip() or "not completely parsed"])[-1]


json.dump([problem(words) for _, *words in json.load(sys.stdin)], sys.stdout)

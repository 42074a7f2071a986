"""The command line: python -m collab COMMAND. Exit status 0, 2 refused, 3 needs answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status; a reader that goes away early (head, say) is no error."""
    try:
        # Loaded here, so that a person who stops the command while it starts sees no traceback either.
        from collab.commands.arguments import parse
        from collab.commands.running import run_command

        status = run_command(parse(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())

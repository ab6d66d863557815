"""Somebody who types at the prompt of `onrecord sql`, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

ENTER, TAB, UP, CTRL_C, CTRL_D = "\r", "\t", "\x1b[A", "\x03", "\x04"


@contextmanager
def typing(keys: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal at which these keys are typed, one after the other; Enter is a carriage return."""
    with create_pipe_input() as keyboard, create_app_session(keyboard, DummyOutput()), monkeypatch.context() as patch:
        keyboard.send_bytes(keys.encode(errors="surrogateescape"))
        patch.setattr("sys.stdin.isatty", lambda: True)
        patch.setattr("sys.stdout.isatty", lambda: True)
        yield

"""Keep words of visitors out of every log, and usage reports off, before Rasa is imported.

Rasa prints the text of each message through structlog unless that is told to stay silent first,
sends usage statistics unless told not to, and quotes text in warnings. TensorFlow and others are
merely noisy. ``deploy/volgende_stap_quiet.pth`` sets the same environment for every Python process of this
environment, so that a maintainer's bare ``rasa train`` sends nothing either.
"""

import logging
import os
import warnings
from contextlib import contextmanager
from typing import Iterator

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # Threads of the sentence encoder sleep instead of spin: twice as fast when the machine is busy.
    "OMP_WAIT_POLICY": "passive",
}

# Loggers that may quote a visitor's words below this level.
_QUIET_LOGGERS = ("rasa", "rasa_sdk", "asyncio", "uvicorn.access", "matplotlib", "tensorflow", "absl")


def be_quiet(level: int = logging.WARNING) -> None:
    """Set environment, log levels and warning filters. Safe to call more than once."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
    )
    # Exceptions inside Rasa's action runner are logged with their traceback; a traceback can hold text.
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(level, logging.ERROR))
    logging.getLogger("rasa.core.processor").setLevel(logging.CRITICAL)
    logging.getLogger("rasa_sdk.executor").setLevel(logging.CRITICAL)
    # Rasa quotes text in warnings, and libraries reset filters on import: so no warning is ever printed.
    warnings.showwarning = lambda *args, **kwargs: None


@contextmanager
def hushed() -> Iterator[None]:
    """No log lines below ERROR while libraries are imported and the model loads."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


for _name, _value in ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)

"""Logs: an event name and key-values, one JSON object a line. Ids travel in contextvars; never report text."""

import logging
import sys
import traceback

import structlog

QUIET_S = 10.0
"""Seconds between two lines of one place in aiokafka, which logs some thirty a second while Kafka is away."""
FRAMES = 12
"""Frames of a traceback that are logged, the innermost."""


def configure(service: str, level: str = "info", form: str = "json") -> None:
    """Set up structlog and the standard library's loggers for one process."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, without_content, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(service=service)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_content,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("pymongo", "faststream", "httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    handler.addFilter(OncePerPlace("aiokafka", QUIET_S))


class OncePerPlace(logging.Filter):
    """Lets one line of a library's place through in so many seconds; a lost broker fills the log otherwise."""

    def __init__(self, library: str, seconds: float) -> None:
        super().__init__()
        self.library = library
        self.seconds = seconds
        self._last: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is logged."""
        if not record.name.startswith(self.library):
            return True
        place = (record.pathname, record.lineno)
        if record.created - self._last.get(place, 0.0) < self.seconds:
            return False
        self._last[place] = record.created
        return True


def without_content(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An exception as its type and the places it came through.

    Never its message or its locals: those of a database or a decoder hold the document they failed on.
    """
    info = event.pop("exc_info", None)
    if isinstance(info, BaseException):
        error: BaseException | None = info
    elif isinstance(info, tuple):
        error = info[1]
    else:
        error = sys.exc_info()[1] if info else None
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        event["exception"] = type(error).__name__
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger; ``name`` is the module."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(module=name)
    return logger

"""Where the command finds things: the environment first, then the local stack that ``haichieu up`` started."""

import os
from pathlib import Path

from dotenv import dotenv_values

from deploy.local.system import ENVIRONMENT_FILE
from shared.settings import CommonSettings, load

HOME_VARIABLE = "HAICHIEU_HOME"
DEFAULT_HOME = Path(".haichieu")


def home() -> Path:
    """The folder of the local stack: data, logs, secrets."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)


def adopt_local_stack() -> None:
    """Take the variables that the local stack wrote, where the environment doesn't set them."""
    for name, value in dotenv_values(home() / ENVIRONMENT_FILE).items():
        if value is not None:
            os.environ.setdefault(name, value)


def common_settings() -> CommonSettings:
    """The common settings, local stack included. Exits with 2 on a wrong one."""
    adopt_local_stack()
    return load(CommonSettings)

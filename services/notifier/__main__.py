"""``python -m services.notifier``: run the service."""

from services.notifier.app import build

if __name__ == "__main__":
    build().run()

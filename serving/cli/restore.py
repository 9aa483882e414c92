"""`encours restore`: see `serving/cli/backup.py`."""

from serving.cli.backup import restoring as app

__all__ = ["app"]

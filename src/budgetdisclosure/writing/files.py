"""Putting a file in its place: whole or not at all, and never over another unasked (落盘)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import IO

from budgetdisclosure.errors import WritingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


def put(data: bytes, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """Write ``data`` to ``path`` in one step; a reader sees the old file or the new, never half.

    Raises WritingError where the file exists and is not to be overwritten, or cannot be written.
    """
    with placing(path, overwrite=overwrite) as file:
        file.write(data)
    return Path(path)


@contextmanager
def placing(path: str | PathLike[str], *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """A file to write piece by piece, that takes its name only when all of it is there.

    Raises WritingError as ``put`` does; after any error nothing is left behind.
    """
    target = Path(path)
    if target.is_dir():
        raise WritingError(
            Wording("这是一个文件夹", "it is a folder"),
            place=Place(file=target.name),
            remedy=Wording("请给出文件名", "Name a file"),
        )
    try:
        with _placing(target, overwrite) as file:
            yield file
    except FileExistsError as error:
        raise WritingError(
            Wording("文件已存在，没有改动它", "the file exists and was left as it is"),
            place=Place(file=target.name),
            remedy=Wording(
                "换一个文件名，或说明可以覆盖（--overwrite，overwrite=True）",
                "Use another name, or ask to overwrite (--overwrite, overwrite=True)",
            ),
        ) from error
    except WritingError:
        raise
    except OSError as error:
        raise WritingError(
            Wording(f"文件无法写入（{error.strerror}）", f"cannot be written ({error.strerror})"),
            place=Place(file=target.name),
            remedy=Wording("请检查文件夹和权限", "Check the folder and its permissions"),
        ) from error


@contextmanager
def _placing(target: Path, overwrite: bool) -> Iterator[IO[bytes]]:
    if not overwrite and target.exists():
        raise FileExistsError
    handle, name = tempfile.mkstemp(prefix=".budgetdisclosure.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        if overwrite:
            os.replace(name, target)
        else:
            _claim(name, target)
    finally:
        Path(name).unlink(missing_ok=True)


def _claim(name: str, target: Path) -> None:
    """Give the finished file its name, unless another took it in the meantime."""
    try:
        os.link(name, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError from None
        os.replace(name, target)

"""Putting a file in its place: whole or not at all, and never over another unasked (落盘)."""

from __future__ import annotations

import os
import tempfile
from os import PathLike
from pathlib import Path

from budgetdisclosure.errors import WritingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


def put(data: bytes, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """Write ``data`` to ``path`` in one step; a reader sees the old file or the new, never half.

    Raises WritingError where the file exists and is not to be overwritten, or cannot be written.
    """
    target = Path(path)
    try:
        return _put(data, target, overwrite)
    except FileExistsError as error:
        raise WritingError(
            Wording("文件已存在，没有改动它", "the file exists and was left as it is"),
            place=Place(file=target.name),
            remedy=Wording("换一个文件名，或注明可以覆盖", "Use another name, or ask to overwrite"),
        ) from error
    except OSError as error:
        raise WritingError(
            Wording(f"文件无法写入（{error.strerror}）", f"cannot be written ({error.strerror})"),
            place=Place(file=target.name),
            remedy=Wording("请检查文件夹和权限", "Check the folder and its permissions"),
        ) from error


def _put(data: bytes, target: Path, overwrite: bool) -> Path:
    if not overwrite and target.exists():
        raise FileExistsError
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        if overwrite:
            os.replace(name, target)
        else:
            _claim(name, target)
    finally:
        Path(name).unlink(missing_ok=True)
    return target


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

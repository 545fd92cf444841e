"""Room that PDFium writes numbers into (缓冲区), four at a time, kept from one call to the next.

To make an argument anew for every call takes longer than most of the calls: the references into
the room are made once and handed over as they are. Whoever uses the room holds PDFium's lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from attrs import frozen

_SIZE = 2_048

Fours = tuple[Sequence[Any], Sequence[Any], Sequence[Any], Sequence[Any]]
"""The first, second, third and fourth numbers of many calls."""


@frozen
class _Room:
    """The memory, as floats and as whole numbers, and a reference to each number in it."""

    memory: Any
    floats: Any
    wholes: Any
    places: tuple[Sequence[Any], ...]


@cache
def _room() -> _Room:
    memory = (ctypes.c_char * (16 * _SIZE))()
    plain = memoryview(memory).cast("B")
    places = [[ctypes.byref(memory, 16 * n + at) for n in range(_SIZE)] for at in (0, 4, 8, 12)]
    return _Room(memory, plain.cast("f"), plain.cast("I"), tuple(places))


def boxes(call: Callable[..., Any], *arguments: Iterable[Any]) -> Fours:
    """What a call that fills a structure of four floats fills it with, for many arguments."""
    room = _room()
    return _joined(_batches(call, arguments, room.places[:1], room.floats))


def floats(call: Callable[..., Any], items: Iterable[Any]) -> Fours:
    """The four floats that a call gives through four pointers, for many objects."""
    room = _room()
    return _joined(_batches(call, (items,), room.places, room.floats))


def wholes(call: Callable[..., Any], items: Iterable[Any], count: int = 4) -> Fours:
    """The whole numbers, up to four, that a call gives through pointers, for many objects."""
    room = _room()
    return _joined(_batches(call, (items,), room.places[:count], room.wholes))


def points(call: Callable[..., Any], items: Iterable[Any]) -> list[tuple[Any, Any]]:
    """The pairs of floats that a call gives, for many objects."""
    room = _room()
    held = _joined(_batches(call, (items,), room.places[:2], room.floats))
    return list(zip(held[0], held[1], strict=True))


def _batches(
    call: Callable[..., Any],
    arguments: Sequence[Iterable[Any]],
    places: Sequence[Sequence[Any]],
    numbers: Any,
) -> Iterator[Any]:
    """The numbers of the calls, as many at a time as there is room for."""
    columns = [iter(column) for column in arguments]
    memory = _room().memory
    done = _SIZE
    while done == _SIZE:
        ctypes.memset(memory, 0, len(memory))
        done = len(list(map(call, *[islice(column, _SIZE) for column in columns], *places)))
        yield numbers[: 4 * done]


def _joined(batches: Iterable[Any]) -> Fours:
    """The numbers of all batches, apart by their place among the four."""
    held: list[list[Any]] = [[], [], [], []]
    for numbers in batches:
        for place, column in enumerate(held):
            column += numbers[place::4].tolist()
    return held[0], held[1], held[2], held[3]

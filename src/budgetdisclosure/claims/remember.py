"""Working a thing out once for each object, as long as the object lives (按对象记住)."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def remembered(work: Callable[[K], V]) -> Callable[[K], V]:
    """``work`` done once for each object, known by its identity; nothing is kept alive.

    Frozen values of the model may be large: comparing them would take longer than the work.

    >>> class Thing: pass
    >>> thing, done = Thing(), []
    >>> look = remembered(lambda one: done.append(one) or len(done))
    >>> look(thing), look(thing), look(Thing())
    (1, 1, 2)
    """
    held: dict[int, tuple[weakref.ref[K], V]] = {}

    @wraps(work)
    def once(one: K) -> V:
        key = id(one)
        known = held.get(key)
        if known is not None and known[0]() is one:
            return known[1]
        value = work(one)
        held[key] = (weakref.ref(one, lambda _: held.pop(key, None)), value)
        return value

    return once

"""Model values as plain data and back, without loss (序列化): the printed texts and places too.

Fields follow their declared types: decimals are strings, enum members names, codes digits, and
fields that hold their default are left out. Where a field may hold values of several classes, the
data says which under ``type``.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, frozen, has

from budgetdisclosure.codes import KINDS
from budgetdisclosure.codes import Code as AnyCode
from budgetdisclosure.errors import BudgetDisclosureError, ModelError
from budgetdisclosure.model.disclosure import Disclosure
from budgetdisclosure.model.line import Lines
from budgetdisclosure.wording import Wording

SCHEMA = "budgetdisclosure.model/1"

V = TypeVar("V")
_PLAIN = (str, int, bool)


def to_dict(value: object) -> dict[str, Any]:
    """Any value of the model as plain data, ready for JSON; ``schema`` names the version.

    >>> from budgetdisclosure.amounts import Figure
    >>> to_dict(Figure.parse("104.60"))["value"]
    '104.60'
    """
    kind: Any = type(value)
    dumped: dict[str, Any] = _codec(kind).dump(value)
    return {"schema": SCHEMA, "type": kind.__name__} | dumped


def from_dict(data: Mapping[str, Any], kind: type[V]) -> V:
    """The value of class ``kind`` that ``data`` (from ``to_dict``) stands for.

    Raises ModelError, naming the path, for another version or class, an unknown or missing key,
    and a value that its field cannot hold.

    >>> from budgetdisclosure.amounts import Figure
    >>> from_dict(to_dict(Figure.parse("1,234.50")), Figure).text
    '1,234.50'
    """
    rest = dict(data)
    schema, name = rest.pop("schema", None), rest.pop("type", kind.__name__)
    if schema != SCHEMA:
        raise _refusal("schema", f"版本应为 {SCHEMA}", f"the version must be {SCHEMA}", schema)
    if name != kind.__name__:
        raise _refusal("type", f"应为 {kind.__name__}", f"must be {kind.__name__}", name)
    hint: Any = kind
    loaded: V = _codec(hint).load(rest, kind.__name__)
    return loaded


def disclosure_from_dict(data: Mapping[str, Any]) -> Disclosure:
    """The disclosure that ``data`` stands for."""
    return from_dict(data, Disclosure)


@frozen
class _Codec:
    """How values of one declared type are dumped, and loaded again at a path."""

    dump: Callable[[Any], Any]
    load: Callable[[Any, str], Any]


@cache
def _codec(hint: Any) -> _Codec:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is tuple:
        return _many(arguments[0], tuple) if arguments[1:] == (...,) else _fixed(arguments)
    if origin is Lines:
        return _many(arguments[0], lambda rows: Lines(tuple(rows)))
    if origin is Literal:
        return _checked(lambda value: value in arguments, _same)
    return _single(hint)


def _single(hint: Any) -> _Codec:
    if hint is Decimal:
        return _Codec(str, _decimal)
    if hint in _PLAIN:
        return _checked(lambda value: type(value) is hint, _same)
    if isinstance(hint, type) and issubclass(hint, Enum):
        names = hint.__members__
        return _Codec(lambda value: value.name, lambda name, at: _member(names, name, at))
    if isinstance(hint, type) and issubclass(hint, AnyCode):
        return _Codec(lambda code: code.digits, _code)
    if has(hint):
        return _class(hint)
    raise ModelError(Wording("不能序列化", "cannot be serialised"), excerpt=repr(hint))


def _same(value: Any) -> Any:
    return value


def _checked(fits: Callable[[Any], bool], dump: Callable[[Any], Any]) -> _Codec:
    def load(value: Any, path: str) -> Any:
        if not fits(value):
            raise _refusal(path, "值不合要求", "not a value this field can hold", value)
        return value

    return _Codec(dump, load)


def _many(hint: Any, build: Callable[[Any], Any]) -> _Codec:
    item = _codec(hint)

    def load(values: Any, path: str) -> Any:
        if not isinstance(values, list | tuple):
            raise _refusal(path, "应为数组", "must be an array", values)
        return build([item.load(value, f"{path}[{at}]") for at, value in enumerate(values)])

    return _Codec(lambda values: [item.dump(value) for value in values], load)


def _fixed(hints: tuple[Any, ...]) -> _Codec:
    items = tuple(map(_codec, hints))

    def load(values: Any, path: str) -> Any:
        if not isinstance(values, list | tuple) or len(values) != len(items):
            raise _refusal(path, f"应有{len(items)}项", f"must have {len(items)} items", values)
        pairs = enumerate(zip(items, values, strict=True))
        return tuple(item.load(value, f"{path}[{at}]") for at, (item, value) in pairs)

    def dump(values: Any) -> list[Any]:
        return [item.dump(value) for item, value in zip(items, values, strict=True)]

    return _Codec(dump, load)


def _union(hints: tuple[Any, ...]) -> _Codec:
    """A value or None, or one of several classes, told apart by ``type``."""
    kinds = tuple(hint for hint in hints if hint is not type(None))
    codes = all(isinstance(kind, type) and issubclass(kind, AnyCode) for kind in kinds)
    inner = _codec(kinds[0]) if len(kinds) == 1 or codes else _tagged(kinds)
    if len(kinds) == len(hints):
        return inner
    return _Codec(
        lambda value: None if value is None else inner.dump(value),
        lambda value, path: None if value is None else inner.load(value, path),
    )


def _tagged(kinds: tuple[type, ...]) -> _Codec:
    named = {kind.__name__: _codec(kind) for kind in kinds}

    def dump(value: Any) -> Any:
        name = type(value).__name__
        return {"type": name} | named[name].dump(value)

    def load(data: Any, path: str) -> Any:
        rest = dict(data) if isinstance(data, Mapping) else {}
        name = rest.pop("type", None)
        if name not in named:
            words = "、".join(named)
            raise _refusal(path, f"type 应为{words}之一", f"type must be one of {words}", name)
        return named[name].load(rest, path)

    return _Codec(dump, load)


@frozen
class _Field:
    """A field of a class: its name, its codec, and its default as data (or nothing)."""

    name: str
    codec: _Codec
    default: Any


@cache
def _fields(kind: type) -> dict[str, _Field]:
    """The fields of a class by the name its constructor has for them."""
    hints = _hints(kind)
    found = {}
    for attribute in fields(kind):
        if attribute.init:
            codec = _codec(hints[attribute.name])
            default = _default(attribute.default, codec)
            found[attribute.alias or attribute.name] = _Field(attribute.name, codec, default)
    return found


def _default(default: Any, codec: _Codec) -> Any:
    if default is NOTHING:
        return NOTHING
    return codec.dump(default.factory() if hasattr(default, "factory") else default)


def _class(kind: type) -> _Codec:
    """A frozen class, by its fields; those that hold their default are left out."""

    def dump(value: Any) -> dict[str, Any]:
        made = {
            key: field.codec.dump(getattr(value, field.name))
            for key, field in _fields(kind).items()
        }
        return {key: data for key, data in made.items() if data != _fields(kind)[key].default}

    def load(data: Any, path: str) -> Any:
        if not isinstance(data, Mapping):
            raise _refusal(path, "应为对象", "must be an object", data)
        known = _fields(kind)
        for key in data:
            if key not in known:
                raise _refusal(f"{path}.{key}", "没有这一项", "no such key", data[key])
        held = {key: known[key].codec.load(data[key], f"{path}.{key}") for key in data}
        return _built(kind, held, path)

    return _Codec(dump, load)


def _built(kind: type, held: dict[str, Any], path: str) -> Any:
    try:
        return kind(**held)
    except (TypeError, BudgetDisclosureError) as error:
        raise _refusal(path, "缺项或值有误", "a key is missing or wrong", error) from error


def _hints(kind: type) -> dict[str, Any]:
    """The declared type of every field, type variables filled in by the class."""
    bound: dict[Any, Any] = {}
    for base in getattr(kind, "__orig_bases__", ()):
        origin = get_origin(base)
        names = getattr(origin, "__parameters__", ())
        bound.update(zip(names, get_args(base), strict=False))
    hints = get_type_hints(kind)
    return {name: _filled(hint, bound) for name, hint in hints.items()}


def _filled(hint: Any, bound: Mapping[Any, Any]) -> Any:
    if get_origin(hint) is Lines:
        (argument,) = get_args(hint)
        return types.GenericAlias(Lines, (bound.get(argument, argument),))
    return hint


def _decimal(value: Any, path: str) -> Decimal:
    try:
        if isinstance(value, str):
            return Decimal(value)
    except InvalidOperation:
        pass
    raise _refusal(path, "应为文本形式的十进制数", "must be a decimal as a string", value)


def _member(names: Mapping[str, Enum], name: Any, path: str) -> Enum:
    if name in names:
        return names[name]
    words = "、".join(names)
    raise _refusal(path, f"应为{words}之一", f"must be one of {words}", name)


def _code(digits: Any, path: str) -> Any:
    kinds = {kind.leading: kind for kind in KINDS}
    if isinstance(digits, str) and digits[:1] in kinds:
        found = kinds[digits[:1]].try_parse(digits)
        if found is not None:
            return found
    raise _refusal(path, "不是科目编码", "not a classification code", digits)


def _refusal(path: str, zh: str, en: str, seen: object) -> ModelError:
    return ModelError(Wording(f"{path} {zh}", f"{path} {en}"), excerpt=str(seen))

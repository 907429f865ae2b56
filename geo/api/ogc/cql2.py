"""CQL2 expressions over the columns of a source, in the three values true, false and unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pygeofilter import ast
from shapely.geometry.base import BaseGeometry

from geo.api.ogc import budget, cql2_arrays, cql2_time
from geo.api.ogc.vectors import KINDS, RELATIONS, Source, Vector
from geo.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Callable

Truth: TypeAlias = Any
"""A boolean array, or a boolean scalar that holds for every row; null is unknown."""

_COMPARE: dict[type, Callable[..., Any]] = {
    ast.Equal: pc.equal,
    ast.NotEqual: pc.not_equal,
    ast.LessThan: pc.less,
    ast.GreaterThan: pc.greater,
    ast.LessEqual: pc.less_equal,
    ast.GreaterEqual: pc.greater_equal,
}
_ARITHMETIC: dict[type, Callable[..., Any]] = {
    ast.Add: pc.add,
    ast.Sub: pc.subtract,
    ast.Mul: pc.multiply,
    ast.Div: pc.divide,
}


@budget.limited
def admitted(node: Any, source: Source) -> np.ndarray:
    """Tell for each row whether the expression is true of it; raises FilterError."""
    try:
        found = _truth(node, source)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise FilterError(f"The filter cannot be worked out: {str(error).splitlines()[0]}") from error
    except shapely.errors.GEOSException as error:
        raise FilterError("The filter holds a geometry that is not valid, such as one that crosses itself.") from error
    if isinstance(found, pa.Scalar):
        return np.full(source.rows, found.as_py() is True)
    return np.asarray(pc.fill_null(found, False), dtype=bool)


def _truth(node: Any, source: Source) -> Truth:
    value = _value(node, source)
    if isinstance(value, bool):
        return pa.scalar(value)
    if not isinstance(value, Vector) or value.kind != "boolean":
        raise FilterError(f"The filter has {_words(value)} where it needs a comparison.")
    return value.full


def _value(node: Any, source: Source) -> Any:
    """Give a Vector, a plain value, a shape, a list of values or a pair of days."""
    if isinstance(node, ast.Attribute):
        if node.name not in source.queryables:
            raise FilterError(f"There is no property {node.name}; there are {', '.join(source.queryables)}.")
        return source.column(node.name)
    if isinstance(node, list):
        return [_value(item, source) for item in node]
    budget.check()
    handler = _HANDLERS.get(type(node))
    return handler(node, source) if handler else node


def _boolean(found: Truth) -> Vector | bool:
    if isinstance(found, pa.Scalar):
        return bool(found.as_py())
    return Vector("boolean", found)


def _and(node: Any, source: Source) -> Any:
    return _boolean(pc.and_kleene(_truth(node.lhs, source), _truth(node.rhs, source)))


def _or(node: Any, source: Source) -> Any:
    return _boolean(pc.or_kleene(_truth(node.lhs, source), _truth(node.rhs, source)))


def _not(node: Any, source: Source) -> Any:
    return _boolean(pc.invert(_truth(node.sub_node, source)))


def _comparison(node: Any, source: Source) -> Any:
    return _compared(_COMPARE[type(node)], _value(node.lhs, source), _value(node.rhs, source))


def _compared(operator: Callable[..., Any], left: Any, right: Any) -> Any:
    lists = [v for v in (left, right) if _kind(v) == "texts"]
    if lists:
        return _in_list(operator, left, right)
    left, right = _same_kind(left, right)
    if isinstance(left, Vector) and isinstance(right, Vector):
        return _boolean(operator(left.full, right.full))
    if isinstance(left, Vector):
        return left.map(lambda values: operator(values, pa.scalar(right)), "boolean")
    if isinstance(right, Vector):
        return right.map(lambda values: operator(pa.scalar(left), values), "boolean")
    return _boolean(operator(pa.scalar(left), pa.scalar(right)))


def _in_list(operator: Callable[..., Any], left: Any, right: Any) -> Any:
    """Compare a list with a text: they are equal where one of its items is that text."""
    listed, text = (left, right) if _kind(left) == "texts" else (right, left)
    if operator not in {pc.equal, pc.not_equal} or not isinstance(text, str):
        raise FilterError("A list of texts can be compared with = and <> to one text; see A_CONTAINS for more.")
    hit = cql2_arrays.any_item(listed.full, lambda items: pc.equal(items, text))
    return Vector("boolean", hit if operator is pc.equal else pc.invert(hit))


def _same_kind(left: Any, right: Any) -> tuple[Any, Any]:
    """Read texts as dates beside dates; raises FilterError for values that cannot be compared."""
    if _kind(left) == "date" and isinstance(right, str):
        right = cql2_time.day(right)
    if _kind(right) == "date" and isinstance(left, str):
        left = cql2_time.day(left)
    if _kind(left) != _kind(right) or _kind(left) in {"geometry", ""}:
        raise FilterError(f"The filter compares {_words(left)} with {_words(right)}.")
    return left, right


def _kind(value: Any) -> str:
    """Name the kind of a value, "" for one that cannot be compared."""
    if isinstance(value, Vector):
        return value.kind
    kinds: list[tuple[Any, str]] = [(bool, "boolean"), (str, "text"), (int | float, "number"), (date, "date")]
    kinds += [(BaseGeometry, "geometry")]
    return next((kind for type_, kind in kinds if isinstance(value, type_)), "")


def _words(value: Any) -> str:
    return KINDS.get(_kind(value), "a list" if isinstance(value, list) else "an interval")


def _between(node: Any, source: Source) -> Any:
    value, low, high = (_value(n, source) for n in (node.lhs, node.low, node.high))
    above, below = (
        _expanded(_compared(operator, value, bound))
        for operator, bound in ((pc.greater_equal, low), (pc.less_equal, high))
    )
    return _negated(pc.and_kleene(above, below), node)


def _expanded(value: Any) -> Truth:
    return value.full if isinstance(value, Vector) else pa.scalar(value)


def _negated(found: Truth, node: Any) -> Any:
    return _boolean(pc.invert(found) if node.not_ else found)


def _in(node: Any, source: Source) -> Any:
    value, options = _value(node.lhs, source), [_value(n, source) for n in node.sub_nodes]
    if _kind(value) == "text" and isinstance(value, Vector) and all(isinstance(o, str) for o in options):
        wanted = pa.array(options, pa.string())
        found = value.map(lambda v: pc.if_else(pc.is_valid(v), pc.is_in(v, wanted), None), "boolean").full
    else:
        found = _expanded(_compared(pc.equal, value, options[0]))
        for option in options[1:]:
            found = pc.or_kleene(found, _expanded(_compared(pc.equal, value, option)))
    return _negated(found, node)


def _like(node: Any, source: Source) -> Any:
    value, pattern = _value(node.lhs, source), _value(node.pattern, source)
    if not isinstance(pattern, str) or _kind(value) not in {"text", "texts"}:
        raise FilterError("LIKE needs a text on its left and a pattern in quotes on its right.")
    if isinstance(value, str):
        return _negated(pc.match_like(pa.scalar(value), pattern), node)
    if value.kind == "texts":
        return _negated(cql2_arrays.any_item(value.full, lambda items: pc.match_like(items, pattern)), node)
    return _negated(value.map(lambda v: pc.match_like(v, pattern), "boolean").full, node)


def _is_null(node: Any, source: Source) -> Any:
    value = _value(node.lhs, source)
    if not isinstance(value, Vector):
        return bool(node.not_)
    empty = cql2_arrays.is_empty if value.kind == "texts" else pc.is_null
    return _negated(value.map(empty, "boolean").full, node)


def _arithmetic(node: Any, source: Source) -> Any:
    sides = [_value(n, source) for n in (node.lhs, node.rhs)]
    if any(_kind(s) != "number" for s in sides):
        raise FilterError(f"The filter calculates with {_words(next(s for s in sides if _kind(s) != 'number'))}.")
    numbers = [pc.cast(s.full, pa.float64()) if isinstance(s, Vector) else pa.scalar(float(s)) for s in sides]
    found = _ARITHMETIC[type(node)](*numbers)
    return found.as_py() if isinstance(found, pa.Scalar) else Vector("number", found)


def _function(node: Any, source: Source) -> Any:
    name, arguments = node.name, node.arguments
    if name not in FUNCTIONS:
        raise FilterError(f"There is no function {name[:40]}; there are {', '.join(FUNCTIONS)}.")
    numbers, handler = FUNCTIONS[name]
    if len(arguments) not in numbers:
        raise FilterError(f"{name} takes {' or '.join(map(str, numbers))} arguments, not {len(arguments)}.")
    return handler(name, [_value(a, source) for a in arguments], source)


def _text_function(change: Callable[[pa.Array], pa.Array]) -> Callable[..., Any]:
    def changed(name: str, arguments: list[Any], _: Source) -> Any:
        value = arguments[0]
        if _kind(value) == "text":
            return value.map(change, "text") if isinstance(value, Vector) else change(pa.array([value]))[0].as_py()
        if _kind(value) == "texts":
            return value.map(lambda lists: cql2_arrays.changed(lists, change), "texts")
        raise FilterError(f"{name} takes a text, not {_words(value)}.")

    return changed


def _without_accents(texts: pa.Array) -> pa.Array:
    return pc.utf8_normalize(pc.replace_substring_regex(pc.utf8_normalize(texts, "NFD"), r"\p{Mn}", ""), "NFC")


def box(numbers: list[Any]) -> BaseGeometry:
    """Give the area of west, south, east, north (or with heights after south and north), in degrees.

    Raises FilterError. West beyond east crosses the antimeridian.
    """
    if not all(_kind(n) == "number" and not isinstance(n, Vector) and np.isfinite(n) for n in numbers):
        raise FilterError("A box takes four or six numbers: west, south, east, north.")
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise FilterError("A box is west, south, east, north in degrees, with south at most north.")
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)])


def _spatial(name: str, arguments: list[Any], source: Source) -> Any:
    left, right = arguments
    relation = name.removeprefix("s_")
    if isinstance(left, BaseGeometry) and isinstance(right, Vector):
        left, right, relation = right, left, RELATIONS[relation]
    if not isinstance(left, Vector) or left.kind != "geometry" or not isinstance(right, BaseGeometry):
        raise FilterError(f"{name} takes the property geometry and a geometry in WKT or BBOX.")
    return Vector("boolean", source.spatial(relation, right))


def _date(name: str, arguments: list[Any], _: Source) -> date:
    if not isinstance(arguments[0], str):
        raise FilterError(f"{name} takes a text in quotes, such as '2024-01-20'.")
    return cql2_time.day(arguments[0])


def _interval(_: str, arguments: list[Any], __: Source) -> cql2_time.Span:
    return cql2_time.span(*arguments)


def _temporal(name: str, arguments: list[Any], _: Source) -> Any:
    return _boolean(cql2_time.related(name, *arguments))


def _array(name: str, arguments: list[Any], _: Source) -> Any:
    return Vector("boolean", cql2_arrays.related(name, *arguments))


FUNCTIONS: dict[str, tuple[tuple[int, ...], Callable[..., Any]]] = {
    "casei": ((1,), _text_function(pc.utf8_lower)),
    "accenti": ((1,), _text_function(_without_accents)),
    "date": ((1,), _date),
    "timestamp": ((1,), _date),
    "interval": ((2,), _interval),
    "bbox": ((4, 6), lambda _, numbers, __: box(numbers)),
    **{f"s_{relation}": ((2,), _spatial) for relation in RELATIONS},
    **dict.fromkeys(cql2_time.TEMPORAL, ((2,), _temporal)),
    **dict.fromkeys(cql2_arrays.ARRAYS, ((2,), _array)),
}
"""Each function with the numbers of arguments it takes."""

_HANDLERS: dict[type, Callable[[Any, Source], Any]] = {
    ast.And: _and,
    ast.Or: _or,
    ast.Not: _not,
    ast.Between: _between,
    ast.In: _in,
    ast.Like: _like,
    ast.IsNull: _is_null,
    ast.Function: _function,
    **dict.fromkeys(_COMPARE, _comparison),
    **dict.fromkeys(_ARITHMETIC, _arithmetic),
}

"""CQL2 text (OGC 21-065) as a syntax tree of pygeofilter.

The grammar is our own, since the one in pygeofilter gives AND and OR the same rank and knows
neither ``T_AFTER(a, b)`` nor doubled quotes. It is LALR(1): reading takes time in proportion to the
text, whatever the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import shapely
from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, VisitError
from pygeofilter import ast

from geo.errors import FilterError

MOST_CHARACTERS = 20_000
MOST_NODES = 200
MOST_DEPTH = 60

_COORDINATES = r"\((?:[^()']|\((?:[^()']|\((?:[^()']|\([^()']*\))*\))*\))*\)"
_GRAMMAR = rf"""
?start: disjunction
?disjunction: conjunction (OR conjunction)*
?conjunction: negation (AND negation)*
?negation: NOT negation                        -> not_
         | predicate
?predicate: sum
          | sum COMPARISON sum                 -> compare
          | sum LIKE sum                       -> like
          | sum NOT LIKE sum                   -> not_like
          | sum BETWEEN sum AND sum            -> between
          | sum NOT BETWEEN sum AND sum        -> not_between
          | sum IN "(" items ")"               -> in_
          | sum NOT IN "(" items ")"           -> not_in
          | sum IS NULL                        -> null
          | sum IS NOT NULL                    -> not_null
?sum: product
    | sum PLUS product                         -> arithmetic
    | sum MINUS product                        -> arithmetic
?product: atom
        | product TIMES atom                   -> arithmetic
?atom: NUMBER                                  -> number
     | MINUS atom                              -> negative
     | STRING                                  -> text
     | BOOLEAN                                 -> boolean
     | SHAPE                                   -> shape
     | NAME                                    -> property
     | QUOTED                                  -> quoted
     | NAME "(" [items] ")"                    -> function
     | "(" disjunction ")"
     | "(" disjunction ("," disjunction)+ ")"  -> array
items: disjunction ("," disjunction)*

AND.2: /AND\b/i
OR.2: /OR\b/i
NOT.2: /NOT\b/i
LIKE.2: /LIKE\b/i
BETWEEN.2: /BETWEEN\b/i
IN.2: /IN\b/i
IS.2: /IS\b/i
NULL.2: /NULL\b/i
BOOLEAN.2: /(TRUE|FALSE)\b/i
SHAPE.3: /((MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*Z?\s*{_COORDINATES}/i
COMPARISON: "<>" | "<=" | ">=" | "<" | ">" | "="
PLUS: "+"
MINUS: "-"
TIMES: "*" | "/"
NUMBER: /(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i
STRING: /'(?:[^']|'')*'/
QUOTED: /"(?:[^"]|"")+"/
NAME: /[^\W\d][\w.:]*/
%ignore /\s+/
"""

_COMPARISONS = {
    "=": ast.Equal,
    "<>": ast.NotEqual,
    "<": ast.LessThan,
    ">": ast.GreaterThan,
    "<=": ast.LessEqual,
    ">=": ast.GreaterEqual,
}
_ARITHMETIC = {"+": ast.Add, "-": ast.Sub, "*": ast.Mul, "/": ast.Div}
_INFINITE = float("inf")
T = TypeVar("T")


def _balanced(kind: Any, items: list[T]) -> Any:
    """Join many operands into a tree of little depth."""
    if len(items) == 1:
        return items[0]
    half = len(items) // 2
    return kind(_balanced(kind, items[:half]), _balanced(kind, items[half:]))


class _Builder(Transformer[Token, Any]):
    """Makes the tree's nodes while the parser reduces."""

    def disjunction(self, parts: list[Any]) -> Any:
        return _balanced(ast.Or, parts[::2])

    def conjunction(self, parts: list[Any]) -> Any:
        return _balanced(ast.And, parts[::2])

    def not_(self, parts: list[Any]) -> Any:
        return ast.Not(parts[1])

    def compare(self, parts: list[Any]) -> Any:
        return _COMPARISONS[parts[1]](parts[0], parts[2])

    def like(self, parts: list[Any]) -> Any:
        return _like(parts[0], parts[-1], negated=False)

    def not_like(self, parts: list[Any]) -> Any:
        return _like(parts[0], parts[-1], negated=True)

    def between(self, parts: list[Any]) -> Any:
        return ast.Between(parts[0], parts[-3], parts[-1], False)

    def not_between(self, parts: list[Any]) -> Any:
        return ast.Between(parts[0], parts[-3], parts[-1], True)

    def in_(self, parts: list[Any]) -> Any:
        return ast.In(parts[0], parts[-1], False)

    def not_in(self, parts: list[Any]) -> Any:
        return ast.In(parts[0], parts[-1], True)

    def null(self, parts: list[Any]) -> Any:
        return ast.IsNull(parts[0], False)

    def not_null(self, parts: list[Any]) -> Any:
        return ast.IsNull(parts[0], True)

    def arithmetic(self, parts: list[Any]) -> Any:
        return _ARITHMETIC[parts[1]](parts[0], parts[2])

    def negative(self, parts: list[Any]) -> Any:
        value = parts[1]
        return -value if isinstance(value, int | float) and not isinstance(value, bool) else ast.Sub(0, value)

    @v_args(inline=True)
    def number(self, token: Token) -> int | float:
        if token.isdecimal() and len(token) <= 15:
            return int(token)
        value = float(token)
        if value == _INFINITE:
            raise FilterError(f"The number {token[:20]} is too large.")
        return value

    @v_args(inline=True)
    def text(self, token: Token) -> str:
        return token[1:-1].replace("''", "'")

    @v_args(inline=True)
    def boolean(self, token: Token) -> bool:
        return token.lower() == "true"

    @v_args(inline=True)
    def shape(self, token: Token) -> Any:
        try:
            with np.errstate(over="ignore"):
                found = shapely.from_wkt(str(token))
        except shapely.errors.GEOSException as error:
            raise FilterError(f"The geometry {token[:40]} is not well-formed WKT.") from error
        if not np.isfinite(shapely.get_coordinates(found)).all():
            raise FilterError(f"The geometry {token[:40]} holds a number that is too large.")
        return found

    @v_args(inline=True)
    def property(self, token: Token) -> Any:
        return ast.Attribute(str(token))

    @v_args(inline=True)
    def quoted(self, token: Token) -> Any:
        return ast.Attribute(token[1:-1].replace('""', '"'))

    @v_args(inline=True)
    def function(self, name: Token, items: list[Any] | None) -> Any:
        return ast.Function(name.lower(), items or [])

    def array(self, items: list[Any]) -> list[Any]:
        return items

    def items(self, items: list[Any]) -> list[Any]:
        return items


def _like(left: Any, pattern: Any, *, negated: bool) -> Any:
    return ast.Like(left, pattern, False, "%", "_", "\\", negated)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", transformer=_Builder(), maybe_placeholders=True)


def parse(text: str) -> Any:
    """Read an expression; raises FilterError that names the place of the fault."""
    if len(text) > MOST_CHARACTERS:
        raise FilterError(f"The filter has {len(text)} characters; {MOST_CHARACTERS} are the most.")
    try:
        node = _parser().parse(text)
    except UnexpectedInput as error:
        raise FilterError(_fault(text, error)) from error
    except VisitError as error:
        if isinstance(error.orig_exc, FilterError):
            raise error.orig_exc from None
        raise
    _check_size(node)
    return node


def _fault(text: str, error: UnexpectedInput) -> str:
    token = getattr(error, "token", None)
    if not isinstance(error, UnexpectedCharacters) and (token is None or token.type == "$END"):
        return "The filter ends too early; it is not a whole CQL2 expression."
    place = max((error.column or 1) - 1, 0)
    return f"The filter is not CQL2 text from character {place + 1} on: {text[place : place + 20]}"


def _check_size(root: Any) -> None:
    """Raise FilterError for an expression that would take too long or nest too deeply."""
    waiting, nodes = [(root, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        nodes += isinstance(node, ast.Node)
        if depth > MOST_DEPTH or nodes > MOST_NODES:
            raise FilterError(f"The filter is too long: {MOST_NODES} parts nested {MOST_DEPTH} deep are the most.")
        children = node if isinstance(node, list) else node.get_sub_nodes() if isinstance(node, ast.Node) else []
        waiting += [(child, depth + 1) for child in children or []]

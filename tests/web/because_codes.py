"""Which lines of reasoning the source can make: the codes in `sla/` with their data, and those of the story in `queries/`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules(folder: str) -> Iterator[ast.Module]:
    for path in sorted((ROOT / folder).glob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def because_codes() -> dict[str, set[str]]:
    """Each code that `sla/` gives a `Because`, with the names of the data that go with it."""
    found: dict[str, set[str]] = {}
    trees = list(modules("sla"))
    for tree in trees:
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Because"):
                continue
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            data = _keys(given["data"], tree) if "data" in given else set()
            data |= {name for name in ("at", "until") if name in given}
            for code in _strings(given["code"], tree, trees):
                # a code that is made in several places may count on what all of them give
                found[code] = found[code] & data if code in found else data
    return found


def story_codes() -> set[str]:
    """Each code that the story adds: the values of "code" in a dict, the first argument of `_line`, evidence."""
    found: set[str] = set()
    for name in ("why", "history_lines", "pause_evidence"):
        tree = ast.parse((ROOT / "dispatch" / "queries" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "code":
                        found |= _strings(value, tree, [tree])
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_line":
                found |= _constants(node.args[0])
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {text for text in (node.value,) if re.fullmatch(r"evidence_[a-z]+", text)}
    return found


def _constants(node: ast.AST) -> set[str]:
    """The strings that an expression may have as its value; those that it only compares with are none."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return _constants(node.body) | _constants(node.orelse)
    if isinstance(node, ast.Tuple):
        return set().union(*(_constants(part) for part in node.elts))
    return set()


def _strings(node: ast.AST, tree: ast.Module, trees: list[ast.Module]) -> set[str]:
    """The same for an expression that is a variable, or a field that another module fills."""
    if isinstance(node, ast.Name):
        return _assigned(node.id, [tree])
    if isinstance(node, ast.Attribute):
        return _assigned(node.attr, trees)
    return _constants(node)


def _assigned(name: str, trees: list[ast.Module]) -> set[str]:
    """Every string that is assigned to the name, also by a function whose answer is."""
    found: set[str] = set()
    for tree in trees:
        functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Assign):
                continue
            names = {
                each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)
            }
            if name not in names:
                continue
            found |= _constants(node.value)
            if isinstance(node.value, ast.Call) and (
                made := functions.get(getattr(node.value.func, "id", ""))
            ):
                for answer in ast.walk(made):
                    if isinstance(answer, ast.Return) and answer.value is not None:
                        found |= _constants(answer.value)
    return found


def _keys(node: ast.AST, tree: ast.Module) -> set[str]:
    """The keys of the dicts in an expression, also of those that it names."""
    keys: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            keys |= {
                key.value for key in each.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
            }
        elif isinstance(each, ast.Name):
            for made in ast.walk(tree):
                if (
                    isinstance(made, ast.Assign)
                    and isinstance(made.value, ast.Dict)
                    and any(isinstance(target, ast.Name) and target.id == each.id for target in made.targets)
                ):
                    keys |= _keys(made.value, tree)
    return keys

"""On which figures the contracts of this repository are run: whatever lies beside them, whatever their tests are given, and each scenario."""

import pathlib
import re

FOLDERS = ["tests/corpus", "tests/contracts", "examples", "tests/terms"]


def uncommented(text):
    return "\n".join(line.split("#")[0] if '"' not in line else line for line in text.splitlines())


def givens(text):
    """The `given "…", "…"` lists of a contract's tests, each once."""
    found = []
    for line in text.splitlines():
        match = re.match(r"\s+given\s+(.*)", line)
        if match:
            names = re.findall(r'"([^"]*)"', match.group(1))
            if names and names not in found:
                found.append(names)
    return found


def contracts(root, folders=FOLDERS):
    for folder in folders:
        yield from sorted((pathlib.Path(root) / folder).rglob("*.deal"))


def runs(contract):
    """(data files, scenario or None) for one contract, each once; those that the contract refuses are for the caller to pass over."""
    text = uncommented(contract.read_text(encoding="utf-8", errors="replace"))
    beside = [name for name in (contract.stem + ".csv", "data.csv") if (contract.parent / name).is_file()]
    found = []

    def add(data, scenario):
        if (data, scenario) not in found:
            found.append((data, scenario))

    for data in beside:
        add([data], None)
    if not beside:
        add([], None)
    for names in givens(text):
        data = [name for name in names if name.endswith(".csv")]
        scenarios = [name for name in names if not name.endswith(".csv")]
        add(data, " + ".join(scenarios) or None)
    for scenario in re.findall(r'^scenario "([^"]*)"', text, re.MULTILINE):
        for data in [[name] for name in beside] or [[]]:
            add(data, scenario)
    return found

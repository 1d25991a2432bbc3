"""Turn a Solomon or Gehring-Homberger instance into VROOM's JSON: python -m benchmarks.vrptw_to_vroom RC208.txt out.json.

Instances are read from where they are and never kept here. Times and distances are scaled so that rounding does not
matter: one unit of the instance becomes SCALE seconds.
"""

import json
from math import hypot
from pathlib import Path
from typing import Any

import click

SCALE = 100
COLUMNS = 7


def convert(text: str) -> dict[str, Any]:
    """The instance as a VROOM document. Raises ValueError when the text is not such an instance."""
    rows = [line.split() for line in text.splitlines()]
    numbers = [[int(float(one)) for one in row] for row in rows if row and row[0].replace(".", "").isdigit()]
    fleet = next((row for row in numbers if len(row) == 2), None)
    places = [row for row in numbers if len(row) == COLUMNS]
    if fleet is None or len(places) < 2:
        raise ValueError(
            "expected a VRPTW instance: a line of vehicles and capacity, then rows of seven numbers"
        )
    durations = [[round(SCALE * hypot(a[1] - b[1], a[2] - b[2])) for b in places] for a in places]
    depot, *customers = places
    vehicles = [
        {
            "id": k,
            "start_index": 0,
            "end_index": 0,
            "capacity": [fleet[1]],
            "time_window": [SCALE * depot[4], SCALE * depot[5]],
        }
        for k in range(fleet[0])
    ]
    jobs = [
        {
            "id": row[0],
            "location_index": k,
            "service": SCALE * row[6],
            "delivery": [row[3]],
            "time_windows": [[SCALE * row[4], SCALE * row[5]]],
        }
        for k, row in enumerate(customers, start=1)
    ]
    return {"vehicles": vehicles, "jobs": jobs, "matrices": {"car": {"durations": durations}}}


@click.command()
@click.argument("instance", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
def main(instance: Path, output: Path) -> None:
    """Write INSTANCE as a VROOM problem to OUTPUT."""
    try:
        document = convert(instance.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise click.ClickException(f"{instance}: {wrong}") from wrong
    output.write_text(json.dumps(document), encoding="utf-8")
    print(f"{output}: {len(document['jobs'])} jobs, {len(document['vehicles'])} vehicles")


if __name__ == "__main__":
    main()

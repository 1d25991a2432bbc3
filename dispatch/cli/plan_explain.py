"""`sanxian plan explain`: why one order is planned as it is, or has no place, as a page to be read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from dispatch.cli.explain import LANGUAGES

if TYPE_CHECKING:
    from dispatch.web.reasoning import Reader


@click.command("explain")
@click.argument("order")
@click.option("--json", "as_json", is_flag=True, help="For programs: every line as a code with its data.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def explain_plan(*, order: str, as_json: bool, language: str) -> None:
    """Why ORDER (its number or id) is planned with this technician at this time, or why it is not.

    What it would cost with each of the others and which rule keeps it from the rest; where it has no place or breaks
    a promise, what would get it one, each way tried in the running plan and priced, the cheapest first.

    \b
      sanxian plan explain BH-2611-00412
      sanxian plan explain BH-2611-00412 --language zh-Hans
      sanxian plan explain BH-2611-00412 --json
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late
    from contextlib import closing  # noqa: PLC0415  # commands load late

    from dispatch.cli.explain import find_order  # noqa: PLC0415  # commands load late
    from dispatch.cli.opening import make_clock, open_database, open_travel, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.queries.plan_reasons import plan_reasons  # noqa: PLC0415  # commands load late
    from dispatch.web.plan_wording import worded_reasons  # noqa: PLC0415  # commands load late
    from dispatch.web.reasoning import reader_of  # noqa: PLC0415  # commands load late

    settings = read_settings()
    travel = open_travel(settings)
    with closing(open_database(settings)) as database, database.read() as session:
        order_id = find_order(session, order, language)
        story = plan_reasons(session, order_id, now=make_clock(settings).now(), travel=travel)
    reader = reader_of(story, language)
    told = worded_reasons(story, reader)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(page(told, reader)))


def page(told: dict[str, Any], reader: "Reader") -> Iterator[str]:
    """The answer as lines of text: where it is and why, what would help, the others, and who cannot."""
    homeless = told["standing"] == "unassigned"
    yield reader.say("plan-title-unassigned" if homeless else "plan-title", number=told["number"])
    yield told["seat"]["text"] if told["seat"] else told["text"]
    if told["decision"]:
        yield told["decision"]["text"]
    parts = {
        "time": [line["text"] for line in told["time"]],
        "ways-out": [line["text"] for line in told["ways_out"]],
        "possible": [_with_name(reader, one["text"], [one]) for one in told["possible"]],
        "blocked": [_with_name(reader, line["text"], line["technicians"]) for line in told["blocked"]],
    }
    for part, lines in parts.items():
        if lines:
            yield ""
            yield reader.say(f"plan-heading-{part}")
            yield from (f"  {line}" for line in lines)


def _with_name(reader: "Reader", what: str, people: list[dict[str, Any]]) -> str:
    names = [reader.name(one, "technician") or one["technician_id"] for one in people]
    return reader.say("plan-with", what=what, names=reader.say("plan-and").join(names))

"""`sanxian promises explain`: why each promise of one order stands where it stands, as a page to be read."""

from typing import TYPE_CHECKING, Any, Final

import click

from dispatch.cli.wording import PROMISES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dispatch.web.reasoning import Reader

LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")


@click.command()
@click.argument("order")
@click.option("--promise", type=click.Choice(PROMISES), help="Only this one; without it, every promise.")
@click.option("--json", "as_json", is_flag=True, help="For programs: every line as a code with its data.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def explain(*, order: str, promise: str | None, as_json: bool, language: str) -> None:
    """Why the promises of ORDER (its number or id) stand where they stand.

    From when each one is counted and until when, every pause with its evidence and what it moved, every time it was
    computed anew and because of what, who was told what, and what a breach costs. All of it is worked out from the
    order's events, again at every call; nothing is read from what was computed before.

    \b
      sanxian promises explain BH-2611-00412
      sanxian promises explain BH-2611-00412 --promise complete --language zh-Hans
      sanxian promises explain BH-2611-00412 --json
    """  # noqa: D301  # \b is click's mark for lines to keep
    import json  # noqa: PLC0415  # commands load late
    from contextlib import closing  # noqa: PLC0415  # commands load late

    from dispatch.cli.opening import make_clock, open_database, read_settings  # noqa: PLC0415  # commands load late
    from dispatch.queries.why import why  # noqa: PLC0415  # commands load late
    from dispatch.web.reasoning import reader_of, worded  # noqa: PLC0415  # commands load late

    settings = read_settings()
    with closing(open_database(settings)) as database, database.read() as session:
        order_id = find_order(session, order, language)
        story = why(session, order_id, now=make_clock(settings).now(), promise=promise)
    reader = reader_of(story, language, exact=True)
    told = worded(story, reader)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(page(told, reader)))


def find_order(session: "Session", order: str, language: str) -> str:
    """The id of the order with that number or id."""
    from sqlalchemy import or_, select  # noqa: PLC0415  # commands load late

    from dispatch.storage.order import Order  # noqa: PLC0415  # commands load late
    from dispatch.web.language import say  # noqa: PLC0415  # commands load late

    found = session.scalar(select(Order.id).where(or_(Order.id == order, Order.number == order)))
    if found is None:
        raise click.ClickException(say(language, "why-no-order", order=order))
    return found


def page(told: dict[str, Any], reader: "Reader") -> list[str]:
    """The story as lines of text: a heading for each promise, its counting, what happened to it."""
    lines = [
        reader.say("why-title", number=told["number"]),
        reader.say(
            "why-head",
            kind=reader.word("kind", told["kind"]),
            tier=reader.word("tier", told["tier"]),
            zone=told["zone"],
            now=reader.time(told["now"]),
        ),
    ]
    if not told["promises"]:
        lines += ["", reader.say("why-none")]
    for clock in told["promises"]:
        lines += ["", *_clock(clock, told, reader)]
    return lines


def _clock(clock: dict[str, Any], told: dict[str, Any], reader: "Reader") -> list[str]:
    name = reader.word("promise", clock["promise"])
    if sum(each["promise"] == clock["promise"] for each in told["promises"]) > 1:
        name = reader.say("why-promise", promise=name, occasion=clock["occasion"])
    state = "track" if clock["state"] == "running" else clock["state"]
    heading = [
        name,
        reader.word("state", state),
        reader.say("why-due", at=reader.time(clock["due_at"], due=True)),
    ]
    lines = ["  ".join(heading)]
    for part in ("basis", "history"):
        told_lines = [line for line in clock["lines"] if line["part"] == part]
        if told_lines:
            lines.append(f"  {reader.say(f'why-{part}')}")
        lines += [f"    {'  ' if line.get('under') else ''}{line['text']}" for line in told_lines]
    return lines

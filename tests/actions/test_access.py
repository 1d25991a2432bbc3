"""Users, sign-ins, customer links and questions: hashed, expiring, revocable, answered once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions import links, questions, users
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.orders.people import Role
from dispatch.storage.customer_link import CustomerLink
from dispatch.storage.user import SignIn, User
from tests.actions.conftest import DESK, LI, NINE, WANG, World


def user(world: World, **changed: Any) -> User:
    given: dict[str, Any] = {
        "login": "chen",
        "name": "陈",
        "password": "correct horse",
        "role": Role.DISPATCHER,
        "district_id": "north",
        "now": NINE,
    }
    with world.database.write() as session:
        return users.create_user(session, **given | changed)


def test_only_the_right_password_opens(world: World) -> None:
    chen = user(world)
    with world.database.read() as session:
        found = users.check_password(session, " CHEN ", "correct horse")
        assert found is not None
        assert found.id == chen.id
        assert users.check_password(session, "chen", "wrong horse") is None
        assert users.check_password(session, "nobody", "correct horse") is None
    assert "correct" not in chen.password_hash


def test_a_sign_in_ends_by_time_by_sign_out_and_by_a_new_password(world: World) -> None:
    chen = user(world)
    with world.database.write() as session:
        tokens = [users.sign_in(session, chen, now=NINE) for _ in range(3)]
    with world.database.write() as session:
        assert users.user_of_token(session, tokens[0], now=NINE) is not None
        assert users.user_of_token(session, tokens[0], now=NINE + users.SIGN_IN_LASTS) is None
        assert users.user_of_token(session, "guess", now=NINE) is None
        users.sign_out(session, users.hash_token(tokens[0]), now=NINE)
        assert users.user_of_token(session, tokens[0], now=NINE) is None
        assert users.user_of_token(session, tokens[1], now=NINE) is not None
        users.set_password(session, session.get_one(User, chen.id), "another horse", now=NINE)
        assert users.user_of_token(session, tokens[1], now=NINE) is None
        assert {row.token_hash for row in session.scalars(select(SignIn))}.isdisjoint(tokens)


def test_old_sign_ins_are_forgotten(world: World) -> None:
    chen = user(world)
    with world.database.write() as session:
        users.sign_in(session, chen, now=NINE)
        assert users.drop_old_sign_ins(session, NINE + timedelta(hours=20)) == 0
        assert users.drop_old_sign_ins(session, NINE + timedelta(days=3)) == 1


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("password", {"password": "short"}),
        ("login", {"login": " "}),
        ("role", {"role": Role.SYSTEM}),
        ("technician_id", {"role": Role.TECHNICIAN}),
        ("district_id", {"district_id": None}),
    ],
)
def test_a_user_that_cannot_be_is_refused_by_field(world: World, field: str, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as refused:
        user(world, **changed)
    assert refused.value.field == field


def test_a_login_belongs_to_one(world: World) -> None:
    user(world)
    with pytest.raises(InvalidField, match="login"):
        user(world, login="Chen")


def test_a_link_opens_one_order_until_a_month_after_completion(world: World) -> None:
    order_id = world.accept()
    with world.database.write() as session:
        token = links.create_link(session, order_id, now=world.now)
        assert len(token) >= 43
        assert links.order_of_link(session, token, now=NINE + timedelta(days=365)) == order_id
        assert links.order_of_link(session, token[:-1] + "_", now=NINE) is None
        assert session.get(CustomerLink, token) is None
    world.completed(order_id)
    done_at = world.now
    with world.database.read() as session:
        assert links.order_of_link(session, token, now=done_at + timedelta(days=29)) == order_id
        assert links.order_of_link(session, token, now=done_at + timedelta(days=30)) is None
    world.step(order_id, "reopen", DESK, {"reason": "dead"})
    with world.database.read() as session:
        assert links.order_of_link(session, token, now=done_at + timedelta(days=31)) == order_id


def test_a_revoked_link_opens_nothing(world: World) -> None:
    order_id = world.accept()
    with world.database.write() as session:
        one, other = (links.create_link(session, order_id, now=NINE) for _ in range(2))
        links.revoke_link(session, links.hash_token(one), now=NINE)
        assert links.order_of_link(session, one, now=NINE) is None
        assert links.order_of_link(session, other, now=NINE) == order_id
        links.revoke_links_of(session, order_id, now=NINE)
        assert links.order_of_link(session, other, now=NINE) is None
        assert links.drop_old_links(session, NINE + timedelta(days=31)) == 2
        with pytest.raises(NotFound):
            links.create_link(session, "nothing", now=NINE)


def test_a_question_belongs_to_whoever_was_asked_first(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    with world.database.write() as session:
        to_page = questions.ask(
            session, order_id, "几点到?", actor=world.customer(order_id), now=NINE, event_id="q1"
        )
        to_wang = questions.ask(session, order_id, "多少钱?", actor=WANG, now=NINE, event_id="q2")
        again = questions.ask(
            session, order_id, "几点到?", actor=world.customer(order_id), now=NINE, event_id="q1"
        )
    assert (to_page.owner, to_wang.owner) == ("desk", "technician:t-wang")
    assert again.id == to_page.id
    assert world.clock(order_id, "answer", 1).due_at == NINE + timedelta(hours=24)
    assert world.clock(order_id, "answer", 2).state == "running"


def test_an_answer_meets_the_clock_of_its_question_only(world: World) -> None:
    order_id = world.accept()
    with world.database.write() as session:
        first, second = (
            questions.ask(session, order_id, text, actor=DESK, now=NINE, event_id=text) for text in ("a", "b")
        )
        questions.answer(session, second.id, "十点", actor=DESK, now=NINE + timedelta(hours=1), event_id="x")
        questions.answer(session, second.id, "again", actor=DESK, now=NINE + timedelta(hours=2), event_id="x")
    assert world.clock(order_id, "answer", 1).state == "running"
    assert world.clock(order_id, "answer", 2).met_at == NINE + timedelta(hours=1)
    assert (first.answer, second.answer, second.answered_by) == (None, "十点", "dispatcher:u-desk")
    assert all("十点" not in str(event.fact) for event in world.events(order_id))


def test_a_stranger_asks_nothing(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    with world.database.write() as session, pytest.raises(NotAllowed):
        questions.ask(session, order_id, "?", actor=LI, now=NINE, event_id="q")
    with world.database.write() as session, pytest.raises(InvalidField, match="text"):
        questions.ask(session, order_id, " ", actor=DESK, now=NINE, event_id="q")
    with world.database.write() as session, pytest.raises(NotFound):
        questions.answer(session, "nothing", "!", actor=DESK, now=NINE)

"""Checks for "Count without collect"."""

from typing import Literal

from labkit.grader.checks import Context, Outcome, check

BADGE_DOCUMENTS_MAX = 100
TOTAL_DOCUMENTS_MAX = 16


def room_with(lab: Context, count: int) -> tuple[str, str]:
    """A room with so many messages, beside another one with three."""
    lab.fresh()
    room, other = lab.seed("rooms", name=["Zoë's room", "a room"])
    for place in range(count):
        lab.run("add", room_id=room, text=f"message {place}")
    for _ in range(3):
        lab.run("add", room_id=other, text="elsewhere")
    return room, other


def compare_totals(
    lab: Context, after: str, *, verdict: Literal["wrong", "unsafe"] = "wrong"
) -> None:
    """Every room's total must be the number of its messages."""
    messages = lab.documents("messages")
    for room in lab.documents("rooms"):
        count = sum(message["room"] == room["_id"] for message in messages)
        told = lab.run("total", room_id=room["_id"])
        call = f"total({lab.show(room['_id'])})"
        lab.note(
            call=call, after=after, differ=f"returned {lab.show(told)} and the room has {count}"
        )
        if told != count:
            said = f"{call} returned {lab.show(told)}, and the room has {count} messages."
            lab.fail(said if verdict == "unsafe" else f"After {after}: {said}", verdict=verdict)


@check("badge-is-right", title="The badge is exact up to 99, then 99+", hint="one-more-than-shown")
def badge_is_right(lab: Context) -> None:
    for count, wanted in (
        (0, "0"),
        (1, "1"),
        (98, "98"),
        (99, "99"),
        (100, "99+"),
        (101, "99+"),
        (130, "99+"),
    ):
        room, _ = room_with(lab, count)
        call = f"badge({lab.show(room)})"
        told = lab.run("badge", room_id=room)
        unit = "message" if count == 1 else "messages"
        lab.note(call=call, differ=f"returned {lab.show(told)}, in a room with {count} {unit}")
        lab.equal(told, wanted, f"{call} of a room with {count} {unit} returned {{}}")


@check("total-is-exact", title="The total is right after every call", hint="count-what-happened")
def total_is_exact(lab: Context) -> None:
    lab.seed("rooms", name=["a new room"])
    compare_totals(lab, "a room was made")
    room, other = room_with(lab, 4)
    compare_totals(lab, "seven messages were added")
    first, second, third, *_ = [str(message["_id"]) for message in lab.documents("messages")]
    calls = [
        ("remove", {"room_id": other, "message_id": first}, False, "is in the other room"),
        ("remove", {"room_id": room, "message_id": first}, True, "is in that room"),
        ("remove", {"room_id": room, "message_id": first}, False, "is gone"),
        ("move", {"message_id": first, "room_id": other}, False, "is gone"),
        ("move", {"message_id": second, "room_id": other}, True, "is in another room"),
        ("remove", {"room_id": room, "message_id": second}, False, "has moved away"),
        ("move", {"message_id": third, "room_id": room}, True, "is in that room already"),
        ("move", {"message_id": second, "room_id": room}, True, "had moved away"),
    ]
    for function, args, wanted, why in calls:
        call = lab.title(lab.call(function, by="", **args))
        told = lab.run(function, **args)
        lab.note(call=call, after="some calls", differ=f"returned {lab.show(told)}")
        lab.equal(told, wanted, f"{call}, about a message that {why}, returned {{}}")
        compare_totals(lab, call)
    for _ in range(120):
        messages = [str(message["_id"]) for message in lab.documents("messages")] or [first]
        some_room, some_message = lab.choose([room, other]), lab.choose([*messages, first])
        function = str(lab.choose(["add", "add", "remove", "move"]))
        args = {"room_id": some_room, "message_id": some_message}
        if function == "add":
            args = {"room_id": some_room, "text": "hello"}
        elif function == "move":
            args = {"message_id": some_message, "room_id": some_room}
        lab.run(function, **args)
        compare_totals(lab, lab.title(lab.call(function, by="", **args)))


@check(
    "total-in-every-order",
    title="The total is right after two calls at once, in every order",
    hint="one-transaction",
)
def total_in_every_order(lab: Context) -> None:
    room, other = room_with(lab, 2)
    (first, *_) = [str(message["_id"]) for message in lab.documents("messages")]

    def exact(outcome: Outcome) -> str | None:
        messages = outcome.documents("messages")
        for id in (room, other):
            told = outcome.ask("chat:total", room_id=id)
            count = sum(message["room"] == id for message in messages)
            if told != count:
                lab.note(
                    call=f"total({outcome.show(id)})",
                    differ=f"returned {outcome.show(told)} and the room has {count}",
                )
                return f"total({outcome.show(id)}) returned {outcome.show(told)}, and the room has {count} messages."
        return None

    ada = lab.call("add", by="ada", room_id=room, text="hi")
    for bo in (
        lab.call("add", by="bo", room_id=room, text="ho"),
        lab.call("remove", by="bo", room_id=room, message_id=first),
        lab.call("move", by="bo", message_id=first, room_id=other),
    ):
        lab.holds_in_every_order([ada, bo], exact, label="two calls in one room")
    for function, args in (
        ("remove", {"room_id": room, "message_id": first}),
        ("move", {"message_id": first, "room_id": other}),
    ):
        lab.holds_in_every_order(
            [
                lab.call("remove", by="ada", room_id=room, message_id=first),
                lab.call(function, by="bo", **args),
            ],
            exact,
            label="two calls about one message",
        )


@check(
    "total-survives-a-cut",
    title="The total is right wherever a call is cut off",
    hint="one-transaction",
)
def total_survives_a_cut(lab: Context) -> None:
    room, other = room_with(lab, 2)
    (first, *_) = [str(message["_id"]) for message in lab.documents("messages")]
    for lane in (
        lab.call("add", by="ada", room_id=room, text="hi"),
        lab.call("remove", by="ada", room_id=room, message_id=first),
        lab.call("move", by="ada", message_id=first, room_id=other),
    ):
        call = lab.title(lane)
        for happened in lab.cut_off(lane):
            compare_totals(lab, f"{call}, where {happened}", verdict="unsafe")


@check(
    "reads-little",
    title="A badge reads at most 100 documents, a total at most 16",
    hint="read-less-than-you-count",
)
def reads_little(lab: Context) -> None:
    room, _ = room_with(lab, 400)
    for function, limit in (("badge", BADGE_DOCUMENTS_MAX), ("total", TOTAL_DOCUMENTS_MAX)):
        reads = lab.reads(function, room_id=room)
        call = f"{function}({lab.show(room)})"
        lab.reads_at_most(
            reads, limit, call, returned=f"{lab.show(reads.value)}, with 400 messages"
        )

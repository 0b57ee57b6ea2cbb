"""Checks for "@TITLE@"."""

from labkit.grader.checks import Context, Outcome, check


@check("adds-one", title="One call adds 1", hint="write-it-down")
def adds_one(lab: Context) -> None:
    (counter,) = lab.seed("counters", value=[4])
    told = lab.run("increment", counter_id=counter)
    lab.equal(told, 5, "increment returned {}")
    lab.equal(lab.document("counters", counter)["value"], 5, "The counter holds {}")


@check("counts-every-call", title="Two calls at once add 2", hint="read-where-you-write")
def counts_every_call(lab: Context) -> None:
    (counter,) = lab.seed("counters", value=[0])

    def none_is_lost(outcome: Outcome) -> str | None:
        value = outcome.document("counters", counter)["value"]
        return None if value == 2 else f"Two calls were answered, and the counter holds {value}."

    calls = [lab.call("increment", by=name, counter_id=counter) for name in ("ada", "bo")]
    lab.holds_in_every_order(calls, none_is_lost, label="two callers, one counter")

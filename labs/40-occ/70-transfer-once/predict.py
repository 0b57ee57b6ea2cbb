"""The same request twice: what the starter says the second time."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The answer, or the code that was raised."""
    ada, shop = lab.seed("accounts", owner=["ada", "shop"], balance=[100, 0])
    request = {"key": "order 7", "source": ada, "target": shop, "amount": 80}
    first = lab.run("transfer", **request)
    told = lab.play([lab.call("transfer", by="shop", **request)])
    if "shop" in told.raised:
        return f"`{told.raised['shop'].data['code']}`"
    return "The id of the first transfer" if told.returned["shop"] == first else "Another id"

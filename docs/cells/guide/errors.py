# loans.py
from minivex import ConvexError, mutation


@mutation
async def lend_with_error(ctx):
    raise ValueError(
        "ALREADY_LENT: bob has the drill"
    )


@mutation
async def lend(ctx):
    raise ConvexError({"code": "ALREADY_LENT"})


def main(lab):
    text = lab.error("lend_with_error")
    print("development:", text.splitlines()[0])
    lab.production()
    print(
        "production: ", lab.error("lend_with_error")
    )
    print("ConvexError:", lab.error("lend"))

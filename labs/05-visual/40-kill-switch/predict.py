"""What is stored at the end, and what the bank has done."""


def mutation(frames):
    sums = [stored(frame, "totals#1").removeprefix("sum = ") for frame in frames]
    return len(frames), sums[-1]


def action(frames):
    charged = [
        request
        for service in frames[-1]["picture"]["outside"]
        for request in service["requests"]
        if request["done"]
    ]
    times = {0: "not charged", 1: "charged once", 2: "charged twice"}[len(charged)]
    state = "paid" if 'state = "paid"' in stored(frames[-1], "orders#1") else "open"
    return len(frames), f"{times}, and the row says {state}"


intent = action


def stored(frame, name):
    return next(row["text"] for row in frame["picture"]["stored"] if row["name"] == name)

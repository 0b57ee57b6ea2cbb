"""What the cards say at the end, and the first step at which they do."""


def index_or_filter(frames):
    return first(frames, lambda lanes: used(lanes[1], "documents"))


def take_or_collect(frames):
    step, touched = first(frames, lambda lanes: [is_touched(lane) for lane in lanes])
    return step, {
        (False, False): "neither",
        (True, False): "claim_first",
        (False, True): "claim_of_all",
        (True, True): "both",
    }[tuple(touched)]


def join(frames):
    return first(frames, lambda lanes: used(lanes[0], "ranges"))


def used(lane, name):
    return next(meter["used"] for meter in lane["meters"] if meter["name"] == name)


def is_touched(lane):
    """Whether an insert would make the call run again, by its own sentences."""
    return any(each.startswith(("An insert", "Any insert")) for each in lane["surface"])


def first(frames, said):
    values = [said(frame["picture"]["lanes"]) for frame in frames]
    return values.index(values[-1]) + 1, values[-1]

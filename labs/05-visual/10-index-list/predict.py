"""How many keys of the index were read, at the step after which no more are."""


def equal(frames):
    return keys_read(frames)


newest = filter = compound = equal  # noqa: A001 - scenes are called so


def keys_read(frames):
    index = frames[0]["picture"]["index"]
    counts = [
        frame["picture"]["counts"]["read"] if frame["picture"]["index"] == index else 0
        for frame in frames
    ]
    return counts.index(max(counts)) + 1, max(counts)

"""Ada asks for a post in an hour, and two hours pass: the starter."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """What became of the post and of its job."""
    lab.seed("members", token=["https://one.example|ada"], name=["ada"], may_post=[True])
    with lab.signed_in(subject="ada", issuer="https://one.example"):
        lab.run("publish_later", text="hello", delay_ms=3_600_000)
    lab.advance(7_200_000)
    if lab.documents("posts"):
        return "A post by ada"
    (job,) = lab.jobs()
    return f"No post, and the job {'has failed' if job.state == 'failed' else f'is {job.state}'}"

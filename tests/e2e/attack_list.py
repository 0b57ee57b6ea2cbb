"""The attacks as the tables of docs/contributing/safety.md: ``python -m tests.e2e.attack_list`` writes them."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.attacks import LAYERS

__all__ = ["PAGE", "with_tables"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "contributing" / "safety.md"
TITLES = {
    "LEARNER": "A file imports",
    "PAST_FENCE": "Python that nothing in Python holds back",
    "WORKER": "JavaScript in a worker of the frame",
    "FRAME": "JavaScript in the frame",
}
TESTS = {
    "LEARNER": "test_a_file_imports_nothing_that_leads_out",
    "PAST_FENCE": "test_python_past_the_fence_reaches_nothing",
    "WORKER": "test_a_worker_of_the_frame_reaches_nothing, test_the_workers_of_python_reach_nothing",
    "FRAME": "test_the_frame_reaches_nothing",
}
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"


def with_tables(page: str) -> str:
    """``page`` with the tables of today between the two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{_tables()}\n{END}{after}"


def _tables() -> str:
    parts = []
    for layer, attacks in LAYERS.items():
        tests = ", ".join(f"`{name}`" for name in TESTS[layer].split(", "))
        rows = "".join(f"| {attack.name} | {attack.why} |\n" for attack in attacks)
        count = f"{len(attacks)} attacks, tried by {tests}."
        parts.append(
            f"### {TITLES[layer]}\n\n{count}\n\n| Tried | Fails because |\n| --- | --- |\n{rows}"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

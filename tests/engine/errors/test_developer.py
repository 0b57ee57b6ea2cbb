"""Whatever a function or schema has got wrong is one family, and none of it is tried again."""

from __future__ import annotations

from minivex.errors import DeveloperError, UnresolvedCommitTsError, developer


def test_every_class_of_the_family_is_the_developers_to_mend() -> None:
    for name in developer.__all__:
        cls = getattr(developer, name)
        assert issubclass(cls, DeveloperError)
        assert not cls.retryable


def test_a_commit_timestamp_that_is_not_there_yet_is_not_a_value() -> None:
    assert UnresolvedCommitTsError.__mro__[1].__name__ == "NotAValueError"

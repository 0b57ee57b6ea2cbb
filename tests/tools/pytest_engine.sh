#!/bin/sh
# The engine's tests with the coverage of its branches; called by steps.py. A branch of the engine
# that none of them takes fails the step: it is tested, or it goes. The other tests run without
# coverage, because measuring it costs more than they do; so do the slow ones, such as the histories by
# the thousand, which take no branch that the others leave.
set -eu
folders="tests/conformance tests/engine tests/interleavings tests/model tests/simulation"
# shellcheck disable=SC2086 # one word for each folder
coverage run -m pytest -q -m "not slow" $folders
# shellcheck disable=SC2086
pytest -q -m slow $folders
coverage report --fail-under 100

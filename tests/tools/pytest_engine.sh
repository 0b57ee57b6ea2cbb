#!/bin/sh
# The engine's tests with the coverage of its branches; called by steps.py. A branch of the engine
# that none of them takes fails the step: it is tested, or it goes. The other tests run without
# coverage, because measuring it costs as much as they do.
set -eu
coverage run -m pytest -q \
    tests/conformance tests/engine tests/interleavings tests/model tests/simulation
coverage report --fail-under 100

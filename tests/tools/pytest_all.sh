#!/bin/sh
# Every test but those of the exercises, which are a step of their own, with the coverage of the
# engine's and the lab kit's branches; called by steps.py. A branch of the engine that no test
# takes fails the step: it is tested, or it goes.
set -eu
coverage run -m pytest -q --ignore tests/labs
coverage report --include 'runtime/labkit/*'
coverage report --include 'runtime/minivex/*' --fail-under 100

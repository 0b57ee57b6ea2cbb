#!/bin/sh
# Every test but those of the exercises, which are a step of their own, with the coverage of the
# engine's and the lab kit's branches; called by steps.py.
set -eu
coverage run -m pytest -q --ignore tests/labs
coverage report

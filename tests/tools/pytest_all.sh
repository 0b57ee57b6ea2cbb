#!/bin/sh
# Every test, with the coverage of the engine's and the lab kit's branches; called by steps.py.
set -eu
coverage run -m pytest -q
coverage report

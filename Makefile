# The one door to everything: `make` lists what there is.
#
# Every target prepares what it needs (tests/tools/setup.sh), so none has to be called first.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help setup serve build check test step bench bench-browser upstream lab new-exercise record clean

PORT ?= 8000
run := .venv/bin/python

help: ## this list
	@echo "Convex Fieldbook. Needs Python 3.11.5+, Node 20.19+, npm, make and git."
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup: ## install the locked tools into .venv and node_modules (the others do it too)
	@sh tests/tools/setup.sh

serve: setup ## the site at http://localhost:8000, rebuilt when a file changes
	@$(run) -m sitegen serve --port $(PORT)

build: setup ## the static site in site/ (SITE_URL=https://… for its public address)
	@$(run) -m sitegen build

check: setup ## linters, types, layers, fast tests; says how to repeat what failed
	@$(run) tests/tools/steps.py check

test: setup ## everything: check, all tests, Pyodide, the strict site, Chromium
	@$(run) tests/tools/steps.py test

step: setup ## one step of check or test again: make step NAME=mypy
	@: $${NAME:?make step NAME=mypy}
	@$(run) tests/tools/steps.py check "$(NAME)"

bench: setup ## the engine beside its peers, as ratios: make bench ARGS=--quick
	@$(run) -m tests.bench $(ARGS)

bench-browser: build ## what a learner waits for in Chromium, beside its peers: ARGS=--quick
	@$(run) -m tests.bench.browser $(ARGS)

upstream: setup ## what is said of Convex, with its newest packages: PACKAGES="convex@1.2.3 …"
	@node tests/typescript/newest.mjs $(PACKAGES)

lab: setup ## what each answer of one exercise gets: make lab NAME=one-winner
	@: $${NAME:?make lab NAME=one-winner}
	@.venv/bin/fieldbook lab "$(NAME)"

new-exercise: setup ## start an exercise: make new-exercise NAME=occ/my-exercise
	@: $${NAME:?make new-exercise NAME=occ/my-exercise}
	@.venv/bin/fieldbook new "$(NAME)"

record: setup ## record the reports of all exercises anew; read the diff afterwards
	@.venv/bin/fieldbook record $(NAME)

clean: ## remove what was installed and generated
	rm -rf .venv node_modules .cache site docs/assets/lab docs/exercises docs/labs docs/progress docs/teach docs/assets/fonts docs/contributing/licences.md docs/engine/differences.md docs/engine/invariants.md docs/engine/map.md docs/reference/index.md docs/reference/limits.md docs/reference/errors.md docs/reference/glossary.md mkdocs.generated.yml

# 汇家 Huijia. Two commands are enough: `make run` and `make test`.
#   make run                              setup, demo when the database is empty, web and worker on 127.0.0.1:8000
#   make run HOST=0.0.0.0 TLS=1           for phones in the same network, over HTTPS with a certificate made here
#   make run HUIJIA_DEMO=0                without the demo
#   make test [ARGS="tests/core -x"]      what tests need, then the tests
#   make bench [FIGURE=NAME]              the figures of docs and bench/
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Some shells export HOST as the machine's name, so only a HOST given to make counts.
ifneq ($(origin HOST),command line)
HOST := 127.0.0.1
endif
PORT ?= 8000
TLS ?=
FIGURE ?=
ARGS ?=
JOBS ?= 2
BIN := .venv/bin

.PHONY: help setup setup-dev run test bench lint messages lock clean

help:
	@sed -n '1,6s/^# \{0,1\}//p' Makefile

setup:
	@tools/setup.sh

setup-dev:
	@tools/setup.sh dev

run: setup
	@exec $(BIN)/huijia start --host $(HOST) --port $(PORT) $(if $(filter-out 0 no false,$(TLS)),--tls)

test:
	@JOBS=$(JOBS) tools/test.sh $(ARGS)

bench: setup-dev
	@$(BIN)/python -m bench $(FIGURE)

lint: setup-dev
	@tools/lint.sh

messages: setup-dev
	@cd src/huijia && ../../$(BIN)/huijia makemessages -l en --no-location --no-wrap
	@$(BIN)/python -m huijia.config.locales

lock:
	@tools/lock.sh

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis src/huijia/static/vendor
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

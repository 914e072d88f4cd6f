# The list of targets is the manual: `make`.
# Everything is installed into .venv and, where libraries do not go together, .venvs/...; stamp files keep repeats quick.

PYTHON ?= python3
OTREE  ?= 6.0.15
OTREE5 ?= 5.11.5

VENV := .venv
PY   := $(VENV)/bin/python
LINT := .venvs/lint/bin/python
LLM  := .venvs/llm/bin/python
DEMO := public_goods trust survey
TINY := $(VENV)/tiny.gguf
GGUF := $(TINY)
PLAY := --botex $(if $(MODEL),--botex-model $(MODEL)) \
	$(if $(filter llamacpp,$(MODEL)),"--botex-llamacpp-model=$(if $(filter /%,$(GGUF)),,$(CURDIR)/)$(GGUF)")
BENCH := idle start_up bare_requests sessions http_sessions chrome_pages scale report_size peer verdicts tokens

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs bench bugs mutants clean chrome

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: $(VENV)/.installed chrome $(TINY) ## Play the examples with bots: real oTree, real browser, no test code
	@set -e; for example in $(DEMO); do \
		echo; echo "== examples/$$example: pytest $(subst ",,$(PLAY))"; \
		(cd examples/$$example && ../../$(PY) -m pytest $(PLAY)); \
	done

test: $(VENV)/.installed .venvs/otree5/.installed .venvs/llm/.installed chrome ## All tests
	$(PY) -m pytest -n 2 --dist loadfile
	$(LLM) -m pytest tests/llm tests/unit/models tests/unit/test_report_html.py

lint: .venvs/lint/.installed ## Style, formatting and types
	$(LINT) -m ruff check .
	$(LINT) -m ruff format --check .
	$(LINT) -m mypy

docs: $(VENV)/.installed ## Write the generated reference pages
	$(PY) -m botex_pytest.options > docs/reference/settings.md

bench: $(VENV)/.installed .venvs/llm/.installed .venvs/botex/.installed chrome ## The measurements that benchmarks/README.md quotes
	@set -e; for name in $(BENCH); do $(PY) benchmarks/$$name.py; done

bugs: $(VENV)/.installed chrome ## Plays planted bugs and healthy look-alikes: which check finds which (about five minutes)
	@$(PY) benchmarks/planted.py

mutants: $(VENV)/.installed chrome ## Breaks the examples one line at a time: what is noticed; LIMIT=20 for some (all: twenty minutes)
	@$(PY) benchmarks/mutants.py $(if $(LIMIT),--limit $(LIMIT)) $(MUTANTS)

clean: ## Remove whatever the other targets made
	rm -rf $(VENV) .venvs build dist .pytest_cache .mypy_cache .ruff_cache *.egg-info
	find . -name .git -prune -o -type d \( -name __pycache__ -o -name .botex__temp -o -name .pytest_cache -o -name .hypothesis \) -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml .ci/venv
	.ci/venv $(PYTHON) $(VENV)
	$(PY) -m pip install --quiet --editable . --group dev otree==$(OTREE)
	@touch $@

# litellm and oTree want different versions of the same libraries; here is also the newer Jinja2.
.venvs/llm/.installed: pyproject.toml .ci/venv
	.ci/venv $(PYTHON) .venvs/llm
	$(LLM) -m pip install --quiet --editable .[llm] --group dev
	@touch $@

$(TINY): $(VENV)/.installed
	@rm -f $@
	@$(VENV)/bin/botex tiny-model $@ >/dev/null

# The peer: its prompts, its time and its memory are measured beside ours.
.venvs/botex/.installed: .ci/venv
	.ci/venv $(PYTHON) .venvs/botex
	.venvs/botex/bin/python -m pip install --quiet botex==0.2.0
	@touch $@

# Apart from oTree, whose pins would give the type checker libraries of years ago.
.venvs/lint/.installed: pyproject.toml .ci/venv
	.ci/venv $(PYTHON) .venvs/lint
	$(LINT) -m pip install --quiet --editable . --group dev
	@touch $@

# The oTree before, apart from the other, whose package it would replace. Tests that want it skip when it cannot be had.
.venvs/otree5/.installed: .ci/venv
	.ci/venv $(PYTHON) .venvs/otree5
	.venvs/otree5/bin/python -m pip install --quiet otree==$(OTREE5) && touch $@ || echo "otree==$(OTREE5) could not be installed"

chrome: $(VENV)/.installed
	@.ci/chrome $(PY)

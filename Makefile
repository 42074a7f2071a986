# Two commands do it all: `make run` opens the dashboard, `make test` proves that it works.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: run test check format bench samples screenshots clean

run: $(RUNTIME)
	$(BIN)/python -m streamlit run app.py

test: $(DEVELOPMENT)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(DEVELOPMENT)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(DEVELOPMENT)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEVELOPMENT)
	$(BIN)/python -m tests.benchmarks

samples: $(DEVELOPMENT)
	$(BIN)/python -m data.samples.make_samples

screenshots: $(DEVELOPMENT)
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(RUNTIME): requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

# Where the system has no Chromium, Playwright fetches its own; without either the browser tests skip, saying so.
$(DEVELOPMENT): $(RUNTIME) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	test -n "$(CHROMIUM)" || $(BIN)/python -m playwright install chromium || true
	touch $@

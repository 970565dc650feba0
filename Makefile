# Every everyday command of this portal. `make` alone lists them.
# The environment is .venv in this folder; demo data are in instance/; both may be thrown away.

BIN := .venv/bin
PO := $(wildcard translations/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --only-binary :all: --require-hashes
# The machine's own package sources stay out of the pins.
LOCK := cd requirements && env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
TEXTS := $(BIN)/pybabel --quiet
SCRATCH := PORTAL_MODE=test SECRET_KEY=only-for-writing-a-migration-file \
	DATABASE_URL="sqlite:///$(CURDIR)/build/migration.db"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check proof bench migration texts lock clean

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

install: .venv/dev.stamp $(MO)  ## Make .venv with everything that development needs

demo: .venv/demo.stamp $(MO)  ## Run the whole portal with example data on http://127.0.0.1:8000 (PORT=8001 make demo)
	@exec $(BIN)/python -m demo.run

test: install  ## Run every kind of test at a small size (about ten minutes on 2 cores)
	@scripts/system_parts.sh
	$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder -m "not proof"

check: install  ## Format, lint, types, import contracts, security lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict portal
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --severity-level medium portal demo

proof: install  ## Run every test at its full size (takes long)
	@scripts/system_parts.sh
	PROOF=full $(BIN)/python -m pytest -n 2 --dist loadscope
	$(BIN)/python scripts/planted_faults.py

bench: install  ## Measure the enrolment race and the pages on both databases
	@scripts/system_parts.sh
	$(BIN)/python -m benchmarks

migration: install  ## Write a migration: make migration name="add waitlist offers"
	@test -n "$(name)" || { echo 'Say what it does: make migration name="add waitlist offers"'; exit 2; }
	@mkdir -p build && rm -f build/migration.db
	$(SCRATCH) $(BIN)/flask --app wsgi db upgrade
	$(SCRATCH) $(BIN)/flask --app wsgi db migrate --message "$(name)"

texts: install  ## Bring the translations up to date with the source texts
	@mkdir -p build
	$(TEXTS) extract --mapping babel.cfg --keyword lazy --keyword raw_gettext --omit-header --no-wrap --sort-by-file \
		--add-location file --output build/messages.pot .
	$(TEXTS) update --input-file build/messages.pot --output-dir translations --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(TEXTS) compile --directory translations --statistics

lock: .venv/dev.stamp  ## Pin the newest allowed packages, with their hashes, in requirements/*.txt
	$(LOCK) --output-file portal.txt portal.in
	$(LOCK) --constraint portal.txt --output-file demo.txt demo.in
	$(LOCK) --constraint demo.txt --output-file dev.txt dev.in

clean:  ## Remove the environment, the demo data and everything built
	rm -rf .venv instance build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(MO)

.venv/bin/python:
	@scripts/make_venv.sh

.venv/demo.stamp: requirements/demo.txt | .venv/bin/python
	@echo "Installing what the portal needs into .venv (a minute or so) …"
	@$(PIP) --requirement requirements/demo.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt | .venv/bin/python
	@echo "Installing what development needs into .venv (a few minutes) …"
	@$(PIP) --requirement requirements/dev.txt
	@touch $@ .venv/demo.stamp

%.mo: %.po | .venv/demo.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
PORT ?= 8000
PYTHON ?= python3
# Set on the command line only: LANGUAGE in the environment means something else.
LANGUAGE = de
export REPORTS

.PHONY: help demo test soak lock messages contact-sheet clean

help:
	@echo "make demo [PORT=8000] [REPORTS=path]   start an invented partnership on this machine"
	@echo "make test                              run every test that this machine can run"
	@echo "make soak [MINUTES=30] [KILLS=20]      kill writers at random points, and try every door with rubbish"
	@echo "make messages                          bring the translation files up to date with the source"
	@echo "make contact-sheet [LANGUAGE=ru DARK=1] picture every screen into var/contact-sheet (needs Chromium)"
	@echo "make lock                              pin the newest allowed packages (needs uv)"
	@echo "make clean                             remove what the commands above made, the demo's data too"

demo: python
	@exec $(PYTHON) tools/bootstrap.py demo --port "$(PORT)" --reports "$$REPORTS"

test: python
	@exec $(PYTHON) tools/bootstrap.py test

soak: python
	@$(PYTHON) tools/bootstrap.py dev
	@exec .venv-dev/bin/python tools/soak.py --minutes "$(or $(MINUTES),30)" --kills "$(or $(KILLS),20)"

messages: python
	@$(PYTHON) tools/bootstrap.py dev
	@exec .venv-dev/bin/python tools/messages.py extract

contact-sheet: python
	@$(PYTHON) tools/bootstrap.py dev
	@exec .venv-dev/bin/python tools/contact_sheet.py --language "$(LANGUAGE)" $(if $(DARK),--dark)

lock:
	@exec tools/lock

clean:
	rm -rf .venv .venv-dev var dist
	find src -name '*.mo' -delete

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer with its module venv (Debian, Ubuntu: sudo apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; exit 1; }

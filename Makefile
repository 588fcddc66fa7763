# Watchpost: `make run` shows it, `make test` proves it, `make build` leaves .build/release/watchpost.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# What it takes to build and run: FFmpeg's libraries and SQLite.
PACKAGES := libavcodec-dev libavformat-dev libavutil-dev libsqlite3-dev
# What the tests use besides: an RTSP server that nobody here wrote, FFmpeg's tools, and Python's.
TEST_PACKAGES := ffmpeg gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-bad \
	gstreamer1.0-plugins-good python3-gi python3-venv

# Python's tools of the tests, from PyPI, in the versions that the requirements name.
TOOLS := .build/python
REQUIREMENTS := Tests/OpenAPI/requirements.txt

# The same flags on a terminal and elsewhere, so that one build serves every target.
BUILD := swift build --configuration release --no-color-diagnostics

.PHONY: help run build test api-deep packages test-packages tools swift lint

help: ## Say what there is to make.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Install what is needed, build, and start the demo; Ctrl-C ends it.
	@exec .build/release/watchpost demo

build: packages swift ## Install what is needed and build .build/release/watchpost.
	$(BUILD) --product watchpost

test: packages test-packages tools swift lint ## Install what is needed, build, and run every test.
	$(BUILD) --build-tests
	swift test --configuration release --no-color-diagnostics --skip-build

api-deep: packages test-packages tools swift ## Ask a node what its API description allows and forbids, for about ten minutes.
	$(BUILD) --build-tests
	WATCHPOST_API_EXAMPLES=$${WATCHPOST_API_EXAMPLES:-4000} \
	WATCHPOST_API_SEED=$${WATCHPOST_API_SEED:-$$RANDOM} \
		swift test --configuration release --no-color-diagnostics --skip-build \
		--filter 'is kept by a node, whatever it is asked'

lint: swift ## Check the style of every Swift file.
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

packages:
	@$(call install,$(PACKAGES))

test-packages:
	@$(call install,$(TEST_PACKAGES))

# Where PyPI cannot be reached the tests that need these are left out, and say so.
tools: test-packages
	@cmp -s $(REQUIREMENTS) $(TOOLS)/requirements.txt || { \
		rm -rf $(TOOLS); \
		/usr/bin/python3 -m venv $(TOOLS); \
		echo "make: installing Python's tools of the tests"; \
		if $(TOOLS)/bin/pip install --quiet --disable-pip-version-check \
			--requirement $(REQUIREMENTS) 2>$(TOOLS)/errors; then \
			cp $(REQUIREMENTS) $(TOOLS)/requirements.txt; \
		elif grep -qE 'NewConnectionError|ConnectTimeout|ReadTimeout|NameResolution' \
			$(TOOLS)/errors; then \
			echo "make: PyPI cannot be reached; the tests of the OpenAPI document are left out" >&2; \
		else \
			cat $(TOOLS)/errors >&2; exit 1; \
		fi; }

swift:
	@command -v swift >/dev/null || { \
		echo "make: swift is not on the PATH; install Swift 6.3 from swift.org first" >&2; exit 1; }

# Installs the Debian packages that are missing, and says so.
define install
missing=(); \
for name in $(1); do \
	[[ "$$(dpkg-query -W -f='$${db:Status-Status}' "$$name" 2>/dev/null || true)" == installed ]] \
		|| missing+=("$$name"); \
done; \
if (( $${#missing[@]} )); then \
	sudo=(); \
	if (( EUID != 0 )); then sudo=(sudo); fi; \
	echo "make: installing Debian packages: $${missing[*]}"; \
	"$${sudo[@]}" apt-get update -qq; \
	"$${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; \
fi
endef

# Watchpost: `make run` shows it, `make test` proves it, `make build` leaves .build/release/watchpost.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# What it takes to build and run: FFmpeg's libraries and SQLite.
PACKAGES := libavcodec-dev libavformat-dev libavutil-dev libsqlite3-dev
# What the tests use besides: an RTSP server that nobody here wrote, and FFmpeg's tools.
TEST_PACKAGES := ffmpeg gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-bad \
	gstreamer1.0-plugins-good python3-gi

# The same flags on a terminal and elsewhere, so that one build serves every target.
BUILD := swift build --configuration release --no-color-diagnostics

.PHONY: help run build test packages test-packages swift lint

help: ## Say what there is to make.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Install what is needed, build, and start the demo; Ctrl-C ends it.
	@exec .build/release/watchpost demo

build: packages swift ## Install what is needed and build .build/release/watchpost.
	$(BUILD) --product watchpost

test: packages test-packages swift lint ## Install what is needed, build, and run every test.
	$(BUILD) --build-tests
	swift test --configuration release --no-color-diagnostics --skip-build

lint: swift ## Check the style of every Swift file.
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

packages:
	@$(call install,$(PACKAGES))

test-packages:
	@$(call install,$(TEST_PACKAGES))

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

# Watchpost: `make run` shows it, `make test` proves it, `make build` leaves .build/release/watchpost.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# What it takes to build and run: FFmpeg's libraries and SQLite.
PACKAGES := libavcodec-dev libavformat-dev libavutil-dev libsqlite3-dev
# What the tests use besides: an RTSP server that nobody here wrote, FFmpeg's tools, Python's, promtool
# and systemd-analyze; no service is started.
TEST_PACKAGES := ffmpeg gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-bad \
	gstreamer1.0-plugins-good prometheus python3-gi python3-venv systemd

# Python's tools of the tests, from PyPI, in the versions that the requirements name.
TOOLS := .build/python
REQUIREMENTS := Tests/OpenAPI/requirements.txt

# The same flags on a terminal and elsewhere, so that one build serves every target.
BUILD := swift build --configuration release --no-color-diagnostics

# An executable that runs without a Swift toolchain beside it, and where `make install` puts it.
STATIC := .build/static
BINARY := $(STATIC)/release/watchpost
DESTDIR :=
PREFIX := /usr

# What the tests said, until they are run again.
TEST_OUTPUT := .build/test-output.txt

# Holds a node to its API's description by as many requests as two variables say.
ASK_API := swift test --configuration release --no-color-diagnostics --skip-build \
	--filter 'is kept by a node, whatever it is asked'

# Where fuzzing builds, keeps what it learns, and puts what it finds; minutes, and which targets if not all.
FUZZ := .build-fuzz
MINUTES := 5
TARGETS :=
export SEED

.PHONY: help run build static install test api-deep fuzz packages test-packages tools swift lint

help: ## Say what there is to make.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Install what is needed, build, and start the demo; Ctrl-C ends it.
	@exec .build/release/watchpost demo

build: packages swift ## Install what is needed and build .build/release/watchpost.
	$(BUILD) --product watchpost

static: packages swift ## Build .build/static/release/watchpost, which runs without Swift beside it.
	$(BUILD) --product watchpost --static-swift-stdlib --scratch-path $(STATIC)

install: ## Install what `make static` built: DESTDIR= PREFIX=/usr, configuration in /etc/watchpost.
	@test -x $(BINARY) || { echo "make: there is no $(BINARY); run 'make static' first" >&2; exit 1; }
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/watchpost
	strip --strip-debug $(DESTDIR)$(PREFIX)/bin/watchpost
	install -d -m 755 $(DESTDIR)/etc/watchpost/cameras $(DESTDIR)/etc/watchpost/seeds
	install -d -m 700 $(DESTDIR)/var/lib/watchpost
	$(call keep,config/watchpost.yaml config/response.yaml,/etc/watchpost)
	$(call keep,seeds/city.yaml seeds/grids.geojson seeds/stations.yaml,/etc/watchpost/seeds)
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/watchpost/demo/cameras cameras/*.yaml
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/watchpost/demo/seeds seeds/*
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/doc/watchpost README.md
	install -d $(DESTDIR)/lib/systemd/system
	sed 's|/usr/bin/watchpost|$(PREFIX)/bin/watchpost|' packaging/watchpost.service \
		> $(DESTDIR)/lib/systemd/system/watchpost.service
	install -D -m 644 packaging/sysusers.conf $(DESTDIR)/usr/lib/sysusers.d/watchpost.conf
	install -D -m 644 packaging/tmpfiles.conf $(DESTDIR)/usr/lib/tmpfiles.d/watchpost.conf
	$(call completion,bash,bash-completion/completions/watchpost)
	$(call completion,zsh,zsh/vendor-completions/_watchpost)
	$(call completion,fish,fish/vendor_completions.d/watchpost.fish)

test: packages test-packages tools swift lint ## Install what is needed, build, and run every test.
	$(BUILD) --build-tests
	@$(call tested,swift test --configuration release --no-color-diagnostics --skip-build)

api-deep: packages test-packages tools swift ## Ask a node what its API description allows and forbids, for about ten minutes.
	$(BUILD) --build-tests
	WATCHPOST_API_EXAMPLES=$${WATCHPOST_API_EXAMPLES:-4000} \
	WATCHPOST_API_SEED=$${WATCHPOST_API_SEED:-$$RANDOM} $(ASK_API)

# libFuzzer in a build of its own, then requests by the API's description; one seed that is said serves both.
fuzz: packages test-packages tools swift ## Try what parses with unheard-of inputs, then the API: MINUTES=5 TARGETS= (all) SEED= (any).
	WATCHPOST_FUZZ=1 $(BUILD) --sanitize fuzzer --product watchpost-fuzz --scratch-path $(FUZZ)
	$(BUILD) --build-tests
	@seed=$${SEED:-$$((RANDOM + 1))}; echo "seed $$seed"; \
	python3 Tests/Fuzz/fuzz.py --minutes $(MINUTES) --seed $$seed --work $(FUZZ) \
		$(FUZZ)/release/watchpost-fuzz $(TARGETS); \
	echo "the API, $$((40 * $(MINUTES))) examples an operation"; \
	WATCHPOST_API_EXAMPLES=$$((40 * $(MINUTES))) WATCHPOST_API_SEED=$$seed $(ASK_API)

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

# Runs tests, and says at the end what failed of them, which stands somewhere in thousands of lines.
define tested
echo "$(1)"; \
$(1) 2>&1 | tee $(TEST_OUTPUT) || { \
	status=$$?; \
	printf '\nmake: what failed, from %s:\n' $(TEST_OUTPUT); \
	awk '/✘/ { found = issue = 1; print; next } issue && /↳/ { print; next } { issue = 0 } \
		END { exit !found }' $(TEST_OUTPUT) || tail -n 20 $(TEST_OUTPUT); \
	exit $$status; \
}
endef

# Installs files in a folder, unless an operator's are there.
define keep
@for file in $(1); do \
	target="$(DESTDIR)$(2)/$${file##*/}"; \
	if [[ -e "$$target" ]]; then echo "make: kept $$target"; \
	else install -m 644 "$$file" "$$target"; fi; \
done
endef

# Installs a shell's completions, which the executable itself writes.
define completion
@install -d $(DESTDIR)$(PREFIX)/share/$(dir $(2))
@$(BINARY) --generate-completion-script $(1) > $(DESTDIR)$(PREFIX)/share/$(2)
endef

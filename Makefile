# What newcomers type. The build itself is Meson; every target here is one or two commands.

BUILD ?= build
DATA  ?= var/demo
SECONDS_EACH ?= 30

.DEFAULT_GOAL := help
.PHONY: help install build run test lint fmt access bench fuzz drill e2e fresh clean

help:            ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

install:         ## install the Debian packages that building and running need
	@tools/install run

build: install   ## compile build/gongkai
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD)
	@ninja -C $(BUILD) gongkai

run: build       ## make the demonstration province if there is none, and serve it
	@test -d $(DATA) || { mkdir -p $(dir $(DATA)) && $(BUILD)/gongkai demo $(DATA); }
	@exec $(BUILD)/gongkai serve $(DATA) $(SERVE)

test:            ## build with sanitizers, run every test, end with "N passed, N failed"
	@tools/install run test
	@tests/run

lint:            ## layers, banned functions, sizes, format, headers, messages, links
	@tools/install run test
	@tools/lint/all

fmt:             ## format the C sources
	@git ls-files '*.c' '*.h' | xargs clang-format -i

access: build    ## renew tests/access-matrix.golden after a right was changed on purpose
	@$(BUILD)/gongkai access 2>/dev/null >tests/access-matrix.golden
	@git diff --stat tests/access-matrix.golden

bench: build     ## the numbers that the project promises
	@tests/bench $(BUILD)/gongkai

e2e:             ## only the browser tests, each page in both languages on phone and desk
	@tools/install run test
	@PAGES=all tests/run e2e

fuzz:            ## every fuzz target for SECONDS_EACH seconds
	@tools/install run fuzz
	@tests/fuzz $(SECONDS_EACH)

drill: build     ## the long drills: kill, restore, full disk
	@tests/run drill

fresh:           ## both commands on a fresh Debian 12, in a debootstrap root
	@tools/install run fresh
	@tests/fresh_machine.sh

clean:           ## remove what was built; var/ stays
	@rm -rf build build-test build-fuzz

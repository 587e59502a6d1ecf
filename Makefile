# Balcony. "make run" and "make test" set up all they need; "make help" lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8080
DATA ?= ./data
GOLANGCI := v2.6.2
GO_SOURCES := $(shell find cmd internal -name '*.go' -o -name '*.sql' 2>/dev/null) go.mod go.sum
PAGE := internal/app/page/dist/index.html
PAGE_SOURCES := $(shell find web/src web/public web/index.html web/package.json web/vite.config.ts 2>/dev/null)
export CGO_ENABLED := 1
# SQLite: a commit waits for its data, not for the file's times; no counting of
# each allocation under a lock. Both are its makers' advice; without them all
# works, at about four fifths of the rate.
export CGO_CFLAGS := $(or $(CGO_CFLAGS),-O2 -g) -DHAVE_FDATASYNC=1 -DSQLITE_DEFAULT_MEMSTATUS=0

# Search on SQLite is by FTS5, which its Go driver compiles in with this tag; tags
# that the caller has stay.
comma := ,
ifeq ($(findstring sqlite_fts5,$(GOFLAGS)),)
export GOFLAGS := $(if $(findstring -tags=,$(GOFLAGS)),$(patsubst -tags=%,-tags=%$(comma)sqlite_fts5,$(GOFLAGS)),$(strip $(GOFLAGS) -tags=sqlite_fts5))
endif

.PHONY: help run demo build test lint bench prove generate clean needs needs-test go-test web-test browser-test

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

needs:
	@scripts/needs.sh build

needs-test:
	@scripts/needs.sh test

run: build ## build everything and serve http://localhost:8080 with data in ./data
	bin/balcony serve --port $(PORT) --data $(DATA)

demo: build ## the same on invented sample data, in ./demo-data
	bin/balcony demo --port $(PORT) --data ./demo-data

build: needs bin/balcony ## build the page and the binary

bin/balcony: $(PAGE) $(GO_SOURCES)
	@echo "Building the binary (the first time takes a few minutes) ..."
	go build -o bin/balcony ./cmd/balcony

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE): web/node_modules/.package-lock.json $(PAGE_SOURCES)
	cd web && npm run --silent build

test: needs needs-test $(PAGE) lint go-test web-test browser-test ## check everything, installing or starting what that needs
	@echo "All checks passed."

lint: needs bin/golangci-lint web/node_modules/.package-lock.json ## golangci-lint (format, vet, staticcheck, ...), ESLint, TypeScript
	bin/golangci-lint run ./...
	cd web && npm run --silent lint

bin/golangci-lint: Makefile
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI)
	@touch $@

# What vet finds lint finds; debuggers' tables are half of what a test's link writes.
go-test: needs needs-test $(PAGE) bin/balcony
	go test -vet=off -ldflags='-s -w' -timeout 20m ./...

web-test: web/node_modules/.package-lock.json
	cd web && npm run --silent test

browser-test: bin/balcony test/browser/node_modules/.package-lock.json
	cd test/browser && npm run --silent test

test/browser/node_modules/.package-lock.json: test/browser/package-lock.json
	cd test/browser && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

bench: build ## measure speed, as ratios against the raw engine in the same run
	scripts/with-postgres.sh bin/balcony bench

prove: needs ## the long simulations behind the figures
	BALCONY_PROVE=1 go test -timeout 240m -count=1 -run 'Prove' -v ./internal/stat ./internal/understand

generate: needs web/node_modules/.package-lock.json ## write the API description and the page's client from the Go types
	go run ./cmd/balcony openapi > web/src/api/openapi.json
	cd web && npm run --silent generate

clean: ## remove what was built; data stays
	rm -rf bin web/node_modules test/browser/node_modules
	find internal/app/page/dist -mindepth 1 ! -name .keep -delete

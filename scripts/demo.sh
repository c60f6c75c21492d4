#!/usr/bin/env bash
# Migrate a copy of an application and show every step.  Usage: demo.sh TOOL APPLICATION
set -euo pipefail

tool=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
scratch=$(mktemp -d)
cp -R "$2" "$scratch/app"
cd "$scratch"

# Findings and pending changes make the tool exit with 1: that is what a demo is about, and no failure.
step() {
    printf '\n$ migrate-interactions %s\n' "$*"
    "$tool" "$@" || [ $? -eq 1 ]
}

step run --diff app
step run app
step lint app
printf '\nThe migrated application is in %s\n' "$scratch/app"

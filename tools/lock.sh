#!/bin/sh
# Resolves requirements.lock anew from pyproject.toml, for every platform at once, and proves that Windows counters
# can install it: they have no compiler, so each package must have a ready-built wheel there.
# Pins already in the lock are kept while they fit; UPGRADE=1 takes the newest.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/motcua-lock.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# Not `make setup` first: a lock that cannot be installed is a reason to be here.
python=.venv/bin/python
"$python" -c '' 2>/dev/null || python=python3
"$python" -m venv "$work/uv"
"$work/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.9
uv="$work/uv/bin/uv"

cp pyproject.toml "$work/"
[ -n "${UPGRADE:-}" ] || cp requirements.lock tools/card-reader*.lock "$work/"
# Resolved in a folder of its own and without this machine's settings, so that none of its paths or hosts get inside.
(cd "$work" && "$uv" pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock" --extra dev pyproject.toml --output-file requirements.lock)
# What has no wheel for Linux is built there by tools/setup.sh, with tools that are pinned as well.
for group in card-reader card-reader-build; do
    (cd "$work" && "$uv" pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --custom-compile-command "make lock" --group "$group" --output-file "$group.lock")
done

for version in 3.11 3.12 3.13; do
    echo "Windows, Python $version"
    "$uv" pip install --no-config --quiet --dry-run --python-platform x86_64-pc-windows-msvc --python-version "$version" \
        --only-binary :all: --require-hashes --no-deps --target "$work/windows" --requirement "$work/requirements.lock"
done
for lock in requirements.lock tools/card-reader.lock tools/card-reader-build.lock; do
    if cmp -s "$work/${lock#tools/}" "$lock"; then
        echo "$lock không đổi (unchanged)"
    else
        cp "$work/${lock#tools/}" "$lock"
        echo "$lock đã viết lại (rewritten)"
    fi
done

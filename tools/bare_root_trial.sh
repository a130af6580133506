#!/bin/sh
# Tries this checkout on a Debian 12 that has nothing but `make`: set-up, tests, demo, as a newcomer would type them.
# Needs root, debootstrap and a network; takes some minutes and about 2 GB in TMPDIR (default /var/tmp). Not part of CI.
#
#   tools/bare_root_trial.sh                 make test, then make run
#   tools/bare_root_trial.sh 'make setup'    another command instead
#   KEEP=1 tools/bare_root_trial.sh          leave the root behind to look around in
#
# Only for the trial, the certificates and proxies that this machine needs to reach a package index go along.
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "cần quyền root (needs root)" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "apt-get install debootstrap" >&2; exit 1; }

steps=${1:-'make test && make run'}
root=$(mktemp -d "${TMPDIR:-/var/tmp}/motcua-bare.XXXXXX")
if [ -n "${KEEP:-}" ]; then
    trap 'echo "$root"' EXIT
else
    trap 'rm -rf --one-file-system "$root"' EXIT
fi
trap 'exit 130' INT TERM HUP

debootstrap --variant=minbase bookworm "$root" >"$root.log" 2>&1 || { tail "$root.log" >&2; rm -f "$root.log"; exit 1; }
rm -f "$root.log"
mkdir -p "$root/root/mot-cua"
tar --exclude-vcs --exclude=./.venv --exclude='.*_cache' --exclude=__pycache__ --exclude=./.hypothesis \
    --exclude=./demo-data --exclude=./out -cf - . | tar -xf - -C "$root/root/mot-cua"

certificate=${PIP_CERT:-${SSL_CERT_FILE:-}}
[ -z "$certificate" ] || cp "$certificate" "$root/root/trial-certificates.pem"

# In a mount and process namespace of its own: whatever way this ends, nothing stays mounted or running.
unshare --mount --propagation private --pid --fork --kill-child sh -eu -c '
    root=$1 steps=$2
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t tmpfs tmpfs "$root/dev/shm"
    mount -t tmpfs tmpfs "$root/run"
    set -- HOME=/root TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    [ ! -e "$root/root/trial-certificates.pem" ] || set -- "$@" PIP_CERT=/root/trial-certificates.pem
    [ -z "${http_proxy:-}" ] || set -- "$@" "http_proxy=$http_proxy"
    [ -z "${https_proxy:-}" ] || set -- "$@" "https_proxy=$https_proxy"
    exec chroot "$root" env -i "$@" sh -eu -c "
        { apt-get -q update && apt-get -q install -y make; } >/dev/null 2>&1 || { echo apt-get failed >&2; exit 1; }
        cd /root/mot-cua
        $steps"
' trial "$root" "$steps" </dev/null

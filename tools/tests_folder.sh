#!/bin/sh
# Says where `make test` keeps the folders of its tests: in memory, where there is enough of it and programs may run from there.
# Every store flushes every write, so that tests wait for the disk as long as they compute. Soaks and measurements stay on it.
WANTED_KB=2097152
memory=/dev/shm
free_kb=$(df -Pk "$memory" 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ -w "$memory" ] && [ "${free_kb:-0}" -gt "$WANTED_KB" ] && ! grep -q "^[^ ]* $memory .*noexec" /proc/mounts; then
	echo "$memory"
else
	echo "${TMPDIR:-/tmp}"
fi

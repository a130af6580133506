#!/bin/sh
# Makes this checkout ready to run: system packages, then .venv with exactly what requirements.lock names.
# Safe to repeat: when nothing has changed it only compares a stamp and ends.
set -eu
cd "$(dirname "$0")/.."

say() { # Vietnamese, then English
    printf '%s\n%s\n' "$1" "$2" >&2
}

stop() {
    say "$1" "$2"
    exit 1
}

# A personal setting that sends packages elsewhere would leave .venv empty; mirrors, proxies and certificates stay in force.
unset PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIREMENT PIP_CONSTRAINT PIP_NO_DEPS PYTHONHOME PYTHONPATH

home=$(pwd -P)
venv=$home/.venv
log=$(mktemp "${TMPDIR:-/tmp}/motcua-setup.XXXXXX")
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM HUP

# ---- what must be there -------------------------------------------------------------------------------------------

missing_packages() {
    ready || [ -n "$(find_python)" ] || printf ' %s' "$(python_packages)"
    [ -e /etc/ssl/certs/ca-certificates.crt ] || printf ' ca-certificates'
    command -v dbus-run-session >/dev/null 2>&1 || printf ' dbus'
    command -v gnome-keyring-daemon >/dev/null 2>&1 || printf ' gnome-keyring'
    # A screen reader's side of the window, for its test: a display, the bus, and the library that asks.
    command -v Xvfb >/dev/null 2>&1 || printf ' xvfb'
    [ -e /usr/libexec/at-spi-bus-launcher ] || [ -e /usr/lib/at-spi2-core/at-spi-bus-launcher ] || printf ' at-spi2-core'
    [ -e /usr/lib/python3/dist-packages/gi ] || printf ' python3-gi'
    has_library girepository-1.0/Atspi-2.0.typelib || printf ' gir1.2-atspi-2.0'
    for pair in $qt_libraries; do
        has_library "${pair%%:*}" || printf ' %s' "${pair#*:}"
    done
}

# What Qt's wheel leaves to the system, as file:package: the first line even without a screen, the others on X11.
qt_libraries="
libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1 libxkbcommon.so.0:libxkbcommon0 libbrotlidec.so.1:libbrotli1
libX11-xcb.so.1:libx11-xcb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0
libxcb-sync.so.1:libxcb-sync1 libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1"

has_library() {
    for folder in /usr/lib/*-linux-gnu /lib/*-linux-gnu /usr/lib64 /usr/lib; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

python_packages() {
    # Ubuntu 22.04 has 3.10 as python3 and a newer one beside it.
    if command -v python3 >/dev/null 2>&1 && ! fitting_version python3; then
        for version in 3.13 3.12 3.11; do
            if apt-cache show "python$version-venv" >/dev/null 2>&1; then
                printf 'python%s python%s-venv' "$version" "$version"
                return
            fi
        done
    fi
    printf 'python3 python3-venv'
}

fitting_version() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() { # the real path, so that a python inside an activated .venv never rebuilds itself
    for candidate in ${MOTCUA_PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if fitting_version "$candidate"; then
            "$candidate" -c 'import ensurepip, os, sys, venv; print(os.path.realpath(sys.executable))' 2>/dev/null && return
        fi
    done
    return 0
}

# ---- system packages ----------------------------------------------------------------------------------------------

become_root() { # sets as_root; fails where nobody here may install packages
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root="sudo"
    else
        return 1
    fi
}

install_packages() {
    packages=$1
    install="apt-get install -y --no-install-recommends$packages"
    if ! become_root; then
        stop "Thiếu gói hệ thống. Hãy nhờ người quản trị máy gõ dòng sau, rồi chạy lại:
    apt-get update && $install" \
            "System packages are missing. Ask the administrator to type the line above, then run this again."
    fi
    say "Đang cài gói hệ thống:$packages" "Installing system packages:$packages"
    # A list that cannot be refreshed is no reason to stop: the packages may be in the cache.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=60 update >"$log" 2>&1 </dev/null || true
    if $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=60 \
        install -y --no-install-recommends $packages >>"$log" 2>&1 </dev/null; then
        return
    fi
    tail -n 15 "$log" >&2
    if grep -qi 'could not get lock\|unable to acquire\|unable to lock' "$log"; then
        stop "Một chương trình khác đang cài gói trên máy này. Đợi nó xong rồi chạy lại." \
            "Another program is installing packages on this machine. Wait for it to end, then run this again."
    elif grep -qi 'dpkg was interrupted' "$log"; then
        stop "Lần cài gói trước bị ngắt giữa chừng. Gõ 'dpkg --configure -a' với quyền quản trị, rồi chạy lại." \
            "An earlier installation was cut off. Type 'dpkg --configure -a' as the administrator, then run this again."
    elif grep -qi 'no space left\|enough free space' "$log"; then
        stop "Ổ đĩa đã đầy, không cài được gói hệ thống." "The disk is full; system packages cannot be installed."
    elif grep -qi 'resolve\|failed to fetch\|unable to connect\|unreachable\|unable to locate' "$log"; then
        stop "Không tải được gói hệ thống. Kiểm tra mạng và nguồn gói (apt), rồi chạy lại." \
            "System packages could not be fetched. Check the network and the apt sources, then run this again."
    fi
    stop "Không cài được gói hệ thống (lý do ở trên)." "System packages could not be installed (the reason is above)."
}

need_system() {
    packages=$(missing_packages)
    [ -n "$packages" ] || return 0
    if command -v apt-get >/dev/null 2>&1; then
        install_packages "$packages"
    fi
    if ! ready && [ -z "$(find_python)" ]; then
        stop "Cần Python 3.11, 3.12 hoặc 3.13 kèm mô-đun venv; máy này không có và không cài được." \
            "Python 3.11, 3.12 or 3.13 with its venv module is needed; this machine has none and none could be installed."
    fi
    packages=$(missing_packages)
    [ -z "$packages" ] || say "Máy này thiếu:$packages. Các bài kiểm thử cần chúng sẽ không chạy." \
        "This machine lacks:$packages. The tests that need them will not run."
}

# ---- .venv ----------------------------------------------------------------------------------------------------------

stamp() { # what .venv was made from; a moved checkout, another python or another lock changes it
    sum=$(sha256sum requirements.lock) || return 1
    version=$("$venv/bin/python" -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || return 1
    printf '%s %s %s\n' "${sum%% *}" "$version" "$venv"
}

ready() {
    [ -f "$venv/.ready" ] && wanted=$(stamp) && [ "$(cat "$venv/.ready")" = "$wanted" ]
}

build_venv() {
    python=$(find_python)
    say "Đang tạo môi trường Python (.venv), lần đầu mất vài phút" "Building the Python environment (.venv); the first time takes minutes"
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        stop "Không tạo được .venv bằng $python (lý do ở trên)." "$python could not make .venv (the reason is above)."
    fi
    if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
        --require-hashes --requirement requirements.lock >"$log" 2>&1 </dev/null; then
        explain_pip
    fi
    stamp >"$venv/.ready.new"
    mv "$venv/.ready.new" "$venv/.ready"
    say "Đã sẵn sàng." "Ready."
}

explain_pip() {
    tail -n 15 "$log" >&2
    if grep -qi 'do not match the hashes' "$log"; then
        stop "Một gói tải về không khớp với requirements.lock. Đừng dùng gói đó; báo cho người phụ trách." \
            "A downloaded package does not match requirements.lock. Do not use it; tell whoever is in charge."
    elif grep -qi 'no space left' "$log"; then
        stop "Ổ đĩa đã đầy, không cài được thư viện Python." "The disk is full; the Python packages cannot be installed."
    elif grep -qi 'certificate' "$log"; then
        stop "Máy này không tin chứng thư của kho gói. Kiểm tra chứng thư gốc của cơ quan (PIP_CERT)." \
            "This machine does not trust the package index's certificate. Check the office's root certificate (PIP_CERT)."
    elif grep -qi 'resolve\|connection\|unreachable\|timed out\|retry\|max retries\|proxy' "$log"; then
        stop "Không tải được thư viện Python. Kiểm tra mạng (hoặc proxy), rồi chạy lại." \
            "The Python packages could not be fetched. Check the network (or proxy), then run this again."
    elif grep -qi 'no matching distribution' "$log"; then
        stop "Có thư viện không có bản dựng sẵn cho máy này ($(uname -m))." \
            "A package has no ready-built file for this machine ($(uname -m))."
    fi
    stop "Không cài được thư viện Python (lý do ở trên)." "The Python packages could not be installed (the reason is above)."
}

# ---- the card reader ------------------------------------------------------------------------------------------------
# pyscard has ready-built files for Windows only: here it is built from its source, with a build tool and a compiler. Where that
# cannot be done everything else works, the program says so, and the tests that need it are skipped.

card_stamp() { # what pyscard was built from; with .ready, so that a new .venv has a new one
    sum=$(cat "$venv/.ready" tools/card-reader.lock tools/card-reader-build.lock | sha256sum) || return 1
    printf '%s\n' "${sum%% *}"
}

card_tried() { # built, or tried in vain: either is known at once
    [ -f tools/card-reader.lock ] || return 0
    [ -f "$venv/.card-reader" ] && wanted=$(card_stamp) && [ "$(head -n 1 "$venv/.card-reader")" = "$wanted" ]
}

remind_of_card() {
    ! grep -q '^failed$' "$venv/.card-reader" 2>/dev/null || say \
        "Máy này không dùng được đầu đọc thẻ thật (chưa dựng được pyscard). Muốn thử lại: xóa $venv/.card-reader." \
        "Real card readers cannot be used here (pyscard could not be built). To try again: delete $venv/.card-reader."
}

card_build_packages() {
    command -v gcc >/dev/null 2>&1 || printf ' gcc libc6-dev'
    [ -e /usr/include/PCSC/winscard.h ] || [ -e /usr/local/include/PCSC/winscard.h ] || printf ' libpcsclite-dev'
    "$venv/bin/python" -I -S -c 'import os, sys, sysconfig
if not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")): print(" python%d.%d-dev" % sys.version_info[:2])'
}

card_use_packages() { # the service with its driver, and for the tests a reader that is none
    command -v pcscd >/dev/null 2>&1 || [ -e /usr/sbin/pcscd ] || printf ' pcscd libccid'
    [ -e /usr/lib/pcsc/drivers/serial/libifdvpcd.so ] || printf ' vsmartcard-vpcd'
}

try_packages() { # as install_packages, but nothing here is worth stopping for; $2 and $3 name what they are for
    [ -n "$1" ] && command -v apt-get >/dev/null 2>&1 || return 0
    if ! become_root; then
        say "Muốn dùng $2, nhờ người quản trị máy gõ: apt-get install$1" \
            "To use $3, ask the administrator to type: apt-get install$1"
        return 0
    fi
    say "Đang cài gói cho $2:$1" "Installing packages for $3:$1"
    quick="-q -o DPkg::Lock::Timeout=60 -o Acquire::Retries=0 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get $quick update >>"$log" 2>&1 </dev/null || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get $quick install -y --no-install-recommends $1 >>"$log" 2>&1 </dev/null || true
}

install_hashed() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --retries 1 --require-hashes "$@" \
        >>"$log" 2>&1 </dev/null
}

build_card_reader() {
    : >"$log"
    try_packages "$(card_build_packages)" "đầu đọc thẻ" "card readers"
    try_packages "$(card_use_packages)" "đầu đọc thẻ" "card readers"
    lacking=$(card_build_packages)
    if [ -n "$lacking" ]; then
        say "Chưa dựng được phần đọc thẻ chip, thiếu:$lacking." "The part that reads chip cards could not be built, missing:$lacking."
        return 1
    fi
    tools=$(mktemp -d "${TMPDIR:-/tmp}/motcua-build.XXXXXX")
    install_hashed --only-binary :all: --target "$tools" --requirement tools/card-reader-build.lock &&
        PYTHONPATH="$tools" PATH="$tools/bin:$PATH" install_hashed --no-build-isolation --no-deps --no-binary :all: \
            --requirement tools/card-reader.lock && built=yes || built=no
    rm -rf "$tools"
    [ "$built" = no ] || return 0
    tail -n 5 "$log" >&2
    say "Chưa dựng được phần đọc thẻ chip (lý do ở trên)." "The part that reads chip cards could not be built (the reason is above)."
    return 1
}

set_up_card_reader() {
    if build_card_reader; then result=built; else result=failed; fi
    { card_stamp && echo "$result"; } >"$venv/.card-reader.new"
    mv "$venv/.card-reader.new" "$venv/.card-reader"
}

# ---- scanners through SANE --------------------------------------------------------------------------------------------
# Only a program of its own, and its test devices for the tests; most network scanners are reached without it. Tried once.

scanner_tried() {
    command -v scanimage >/dev/null 2>&1 || [ -e "$venv/.scanner-tried" ]
}

set_up_scanner() {
    try_packages " sane-utils" "máy quét qua SANE" "scanners through SANE"
    : >"$venv/.scanner-tried"
}

# ---- what only tests ask ----------------------------------------------------------------------------------------------
# A signing token made of software, and an archive's own judge of PDF/A (Apache PDFBox Preflight). Tried once.

judges_tried() {
    { [ -e /usr/lib/softhsm/libsofthsm2.so ] && [ -e /usr/share/java/preflight.jar ]; } || [ -e "$venv/.judges-tried" ]
}

set_up_judges() {
    try_packages " softhsm2 default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java" \
        "bài kiểm thử chữ ký số và PDF/A" "tests of signatures and PDF/A"
    : >"$venv/.judges-tried"
}

done_already() {
    ready && card_tried && scanner_tried && judges_tried
}

[ -f requirements.lock ] || stop "Không thấy requirements.lock trong $home." "There is no requirements.lock in $home."
need_system
done_already && { remind_of_card; exit 0; }
if command -v flock >/dev/null 2>&1; then
    # Two set-ups at once would pull .venv from under each other; the lock ends with the process.
    exec 9<requirements.lock
    flock 9
fi
ready || build_venv
card_tried || set_up_card_reader
scanner_tried || set_up_scanner
judges_tried || set_up_judges
remind_of_card

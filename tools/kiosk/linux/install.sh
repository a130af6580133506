#!/bin/bash
# Locks a Debian or Ubuntu machine down to the kiosk and starts it after every power cut with nobody there.
#   sudo tools/kiosk/linux/install.sh --program /opt/mot-cua --data /var/lib/mot-cua-kiosk [--key FILE] [--dry-run]
#   sudo tools/kiosk/linux/install.sh --uninstall [--dry-run]          (leaves program and data where they are)
# Run it again as often as you like. --dry-run says every step and changes nothing.
set -euo pipefail

account=motcua-kiosk
here=$(cd "$(dirname "$0")" && pwd)
program=/opt/mot-cua data=/var/lib/mot-cua-kiosk key='' dry='' uninstall=''
while [ $# -gt 0 ]; do
  case $1 in
    --program) program=$2; shift ;;
    --data) data=$2; shift ;;
    --key) key=$2; shift ;;
    --dry-run) dry=yes ;;
    --uninstall) uninstall=yes ;;
    *) echo "unknown option: $1" >&2; exit 64 ;;
  esac
  shift
done
if [ -z "$dry" ] && [ "$(id -u)" != 0 ]; then
  echo "Cần quyền root: sudo $0 … (chỉ xem các bước: --dry-run)" >&2
  exit 77
fi

run() { echo "+ $*"; [ -n "$dry" ] || "$@"; }
put() {  # PLACE MODE < text: whole or not at all
  echo "+ write $1 ($2)"
  if [ -n "$dry" ]; then sed 's/^/    /'; return; fi
  mkdir -p "$(dirname "$1")"
  cat > "$1.new"; chmod "$2" "$1.new"; mv "$1.new" "$1"
}

unit=/etc/systemd/system/mot-cua-kiosk.service
placed=(
  "$unit" /etc/X11/xorg.conf.d/90-mot-cua-kiosk.conf /etc/mot-cua-kiosk/openbox.xml
  /etc/udev/rules.d/60-mot-cua-kiosk.rules /etc/sysctl.d/60-mot-cua-kiosk.conf /etc/systemd/logind.conf.d/60-mot-cua-kiosk.conf
)

if [ -n "$uninstall" ]; then
  run systemctl disable --now mot-cua-kiosk.service || true
  for place in "${placed[@]}"; do run rm -f "$place"; done
  run systemctl set-default graphical.target
  run systemctl unmask getty@tty1.service ctrl-alt-del.target
  run systemctl daemon-reload
  echo "Tài khoản $account, chương trình và dữ liệu ($data) vẫn còn nguyên."
  exit 0
fi

echo "== packages"
run apt-get install -y --no-install-recommends xserver-xorg xinit openbox x11-xserver-utils unclutter

echo "== an account that can do nothing else: no password, no shell, no ssh"
id "$account" >/dev/null 2>&1 || run useradd --system --create-home --home-dir "/var/lib/$account" --shell /usr/sbin/nologin "$account"
run usermod --append --groups video,input,plugdev,scanner,lp "$account" || true
run install -d -m 700 -o "$account" -g "$account" "$data"

echo "== screen: no other terminal, no killing of the server, never dark"
put /etc/X11/xorg.conf.d/90-mot-cua-kiosk.conf 644 <<'TEXT'
Section "ServerFlags"
    Option "DontVTSwitch" "true"
    Option "DontZap" "true"
    Option "BlankTime" "0"
    Option "OffTime" "0"
EndSection
TEXT

echo "== window manager: no keys, no menus, no frames"
put /etc/mot-cua-kiosk/openbox.xml 644 < "$here/openbox.xml"

echo "== devices a citizen does not bring: storage on USB is not mounted, reader and scanner belong to the kiosk"
put /etc/udev/rules.d/60-mot-cua-kiosk.rules 644 <<'TEXT'
SUBSYSTEM=="block", ENV{ID_BUS}=="usb", ENV{UDISKS_IGNORE}="1"
SUBSYSTEM=="usb", ENV{ID_SMARTCARD_READER}=="1", GROUP="plugdev", MODE="0660"
SUBSYSTEM=="usb", ENV{libsane_matched}=="yes", GROUP="scanner", MODE="0660"
TEXT

echo "== memory: nothing of it on a disk"
put /etc/sysctl.d/60-mot-cua-kiosk.conf 644 <<'TEXT'
kernel.core_pattern=|/bin/false
kernel.sysrq=0
kernel.yama.ptrace_scope=2
vm.swappiness=0
TEXT
if [ -n "$dry" ] || [ -n "$(swapon --noheadings --show=NAME 2>/dev/null || true)" ]; then
  echo "! Tắt bộ nhớ tráo đổi, hoặc mã hóa nó: nếu không, trang nhớ của người dân có thể nằm lại trên đĩa."
  run swapoff -a
fi
run systemctl mask hibernate.target hybrid-sleep.target suspend.target sleep.target

echo "== keyboard and power button"
put /etc/systemd/logind.conf.d/60-mot-cua-kiosk.conf 644 <<'TEXT'
[Login]
NAutoVTs=0
ReserveVT=0
HandlePowerKey=ignore
HandleLidSwitch=ignore
TEXT
run systemctl mask getty@tty1.service ctrl-alt-del.target

echo "== service: starts with the machine, again after every end"
credential=''
if [ -n "$key" ]; then
  name=$(basename "$key" .cred)
  credential="LoadCredentialEncrypted=$name:$key"
fi
sed -e "s|@PROGRAM@|$program|g" -e "s|@DATA@|$data|g" -e "s|@ACCOUNT@|$account|g" -e "s|@CREDENTIAL@|$credential|" \
  "$here/mot-cua-kiosk.service" | put "$unit" 644
run systemctl daemon-reload
run systemctl set-default multi-user.target
run systemctl enable mot-cua-kiosk.service
echo "Xong. Khởi động lại máy: màn hình chờ của ki-ốt tự hiện ra."
[ -n "$key" ] || echo "Chưa có --key: ki-ốt chưa tự mở được kho sau khi mất điện. Xem docs/van-hanh.md, mục «Tự khởi động»."

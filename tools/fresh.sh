#!/usr/bin/env bash
# ./dev fresh [RELEASE] [COMMAND…]: the README's two commands in a minimal Debian, made by debootstrap from the mirror
# that this machine uses, on a clone of HEAD. Needs root and about 3 GB.
set -euo pipefail
release=${1:-bookworm}
shift || true
here=$(git rev-parse --show-toplevel)
room=${LINTAS_FRESH:-/var/tmp/lintas-fresh}/$release
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

command -v debootstrap >/dev/null || as_root apt-get install -y -qq debootstrap >/dev/null
mirror=$(apt-cache policy bash | grep -oE 'https?://[^ ]+' | grep -v security | head -1)

echo "== a minimal $release in $room"
as_root rm -rf "$room"
as_root mkdir -p "$room"
as_root debootstrap --variant=minbase --include=git,ca-certificates,sudo "$release" "$room" "$mirror" >"/tmp/debootstrap.$release.log" ||
  { tail -20 "/tmp/debootstrap.$release.log"; exit 1; }
for file in /etc/apt/apt.conf.d/* ; do # proxies and certificates of this machine
  grep -qi 'proxy\|verify\|https' "$file" 2>/dev/null && as_root cp "$file" "$room/etc/apt/apt.conf.d/"
done
as_root cp /etc/resolv.conf "$room/etc/resolv.conf"
as_root git clone -q "$here" "$room/root/lintas"

as_root mount --bind /proc "$room/proc"
as_root mount --bind /dev "$room/dev"
trap 'as_root umount "$room/proc" "$room/dev"' EXIT
echo "== the README's commands in it"
started=$SECONDS
as_root chroot "$room" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  bash -euc "cd /root/lintas && ${*:-./dev build && ./dev test}"
echo "== $release: done in $((SECONDS - started)) s"

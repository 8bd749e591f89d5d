#!/usr/bin/env bash
# ./dev fresh [RELEASE] [COMMAND…]: the README's two commands in a minimal Debian, made by debootstrap from the mirror
# that this machine uses, on a clone of HEAD; or another command. Needs root and about 8 GB.
set -euo pipefail
release=${1:-bookworm}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
room=${LINTAS_FRESH:-/var/tmp/lintas-fresh}/$release

# All of it runs in a mount namespace of its own: whatever is mounted here or by debootstrap is seen by nobody else and
# is gone with the last process, however that ends.
if [ "${LINTAS_FRESH_INSIDE:-}" != yes ]; then
  inside=(unshare --mount --propagation private env LINTAS_FRESH_INSIDE=yes "$here/tools/fresh.sh" "$@")
  if [ "$(id -u)" = 0 ]; then exec "${inside[@]}"; else exec sudo --preserve-env=LINTAS_FRESH "${inside[@]}"; fi
fi
shift || true

command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap >/dev/null
mirror=$(apt-cache policy bash | grep -oE 'https?://[^ ]+' | grep -v security | head -1)

for place in proc dev sys; do # left behind by a run that was killed
  while mountpoint -q "$room/$place"; do umount "$room/$place"; done
done
rm -rf --one-file-system "$room"
mkdir -p "$room"

echo "== a minimal $release in $room"
debootstrap --variant=minbase --include=git,ca-certificates "$release" "$room" "$mirror" >"$room.log" 2>&1 ||
  { tail -20 "$room.log"; exit 1; }
# How this machine gets at the mirror: proxies, certificates, name servers.
for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
  if grep -qiE 'proxy|verify|check-|cainfo' "$file" 2>/dev/null; then cp "$file" "$room/etc/apt/apt.conf.d/"; fi
done
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
  cp /usr/local/share/ca-certificates/*.crt "$room/usr/local/share/ca-certificates/"
  chroot "$room" update-ca-certificates >>"$room.log" 2>&1
fi
cp /etc/resolv.conf "$room/etc/resolv.conf"
git clone -q "$here" "$room/srv/lintas"

mount --bind /proc "$room/proc"
mount --rbind /dev "$room/dev"
if [ $# -gt 0 ]; then
  commands=("$*")
else
  # As the README has them: an indented line each, told behind a hash.
  mapfile -t commands < <(sed -nE 's/^    (\.\/dev .*[^ ]) +#.*/\1/p' "$here/README.md")
  [ ${#commands[@]} = 2 ] || { echo "README.md has ${#commands[@]} commands where two are expected"; exit 1; }
fi
for command in "${commands[@]}"; do
  echo "== in it: $command"
  started=$SECONDS
  chroot "$room" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    bash -euc "cd /srv/lintas && $command"
  echo "== $release: $command: done in $((SECONDS - started)) s"
done

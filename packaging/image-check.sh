#!/usr/bin/env bash
# Builds the image of Dockerfile without a container engine, by buildah, and tries its program as the user of the image, in the
# image's own files. What the builder's image would bring (Go, a shell, certificates) is this machine's. Needs root, buildah,
# busybox-static and jq.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
b() { buildah --root "$work/storage" --runroot "$work/run" "$@"; }
served=''
finish() {
  [ -z "$served" ] || kill -KILL "$served" 2>/dev/null || true
  b umount --all >/dev/null 2>&1 || true
  if grep -q "$work" /proc/mounts; then
    echo "image-check: something is mounted below $work, which is left as it is" >&2
    return
  fi
  rm -rf "$work"
}
trap finish EXIT
fail() { echo "image-check: $*" >&2; exit 1; }

base=$(b from scratch)
root=$(b mount "$base")
mkdir -p "$root/bin" "$root/etc/ssl/certs" "$root/tmp"
cp /bin/busybox "$root/bin/"
for tool in sh mkdir cp echo; do ln -s busybox "$root/bin/$tool"; done
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
b umount "$base" >/dev/null
goroot=$(go env GOROOT) modules=$(go env GOMODCACHE) cache=$(go env GOCACHE)
for setting in "PATH=$goroot/bin:/bin" "GOMODCACHE=$modules" "GOCACHE=$cache" "GOPROXY=$(go env GOPROXY)" GOFLAGS=-buildvcs=false HOME=/tmp; do
  b config --env "$setting" "$base"
done
b commit -q "$base" localhost/go >/dev/null
b bud -q --format docker --pull-never --build-arg GO=localhost/go \
  -v "$goroot:$goroot:ro" -v "$modules:$modules" -v "$cache:$cache" -t waidian . >/dev/null

b inspect --type image waidian | jq .Docker.config >"$work/config"
config() { jq -r "$1" "$work/config"; }
user=$(config .User) folder=$(config .WorkingDir)
[ "${user%%:*}" -gt 0 ] || fail "the image works as root"
[ "$(config '.Volumes|keys[0]')" = "$folder" ] || fail "the desk does not work in the volume"
image=$(b from waidian)
root=$(b mount "$image")
[ "$(stat -c %u:%g "$root$folder")" = "$user" ] || fail "$folder is not the user's"
[ "$(find "$root" -perm -4000 | wc -l)" = 0 ] || fail "a file of the image gives rights"
mapfile -t entry < <(config '.Entrypoint[]')
mapfile -t command < <(config '.Cmd[]')
mapfile -t health < <(config '.Healthcheck.Test[1:][]')
inside() { env -i HOME="$folder" unshare --root "$root" --wd "$folder" --setgid "${user#*:}" --setuid "${user%%:*}" "$@"; }

inside "${entry[@]}" version
port=$((20000 + RANDOM % 20000))
printf '[[source]]\nid = "a"\nname = "A"\nurl = "https://outlet.invalid/feed"\n' >"$root$folder/waidian.toml"
env -i HOME="$folder" unshare --root "$root" --wd "$folder" --setgid "${user#*:}" --setuid "${user%%:*}" \
  "${entry[@]}" "${command[@]/127.0.0.1:8080/127.0.0.1:$port}" 2>"$work/said" &
served=$!
well=no
for _ in $(seq 120); do
  if inside "${health[@]}" --at "127.0.0.1:$port" >/dev/null 2>&1; then well=yes && break; fi
  sleep 0.5
done
[ $well = yes ] || { cat "$work/said"; fail "the desk does not become well"; }
kill -s "$(config .StopSignal)" "$served"
for _ in $(seq 60); do
  kill -0 "$served" 2>/dev/null || break
  sleep 0.5
done
if kill -0 "$served" 2>/dev/null; then fail "the desk does not end"; fi
wait "$served" || fail "the desk ends with $?"
served=''
if inside "${health[@]}" --at "127.0.0.1:$port" 2>/dev/null; then fail "a desk that has ended is well"; fi
[ -f "$root$folder/data/waidian.db" ] || fail "the desk has kept nothing"
echo "the image is built, and its desk begins, is well, and ends when it is told to: $(du -sm --exclude=data "$root" | cut -f1) MB"

#!/usr/bin/env bash
# Installs a package, works with it, and removes it, in a copy of this machine's files that is thrown away:
# packaging/deb-check.sh PACKAGE.deb. Needs root on Debian.
set -euo pipefail
if [ "${IN_COPY:-}" != yes ]; then
  deb=$(realpath "$1")
  copy=$(mktemp -d)
  trap 'rmdir "$copy"' EXIT
  IN_COPY=yes unshare --mount bash -euc '
    mount -t tmpfs tmpfs "$1"
    mkdir "$1/upper" "$1/work" "$1/root"
    mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
    mount -t proc proc "$1/root/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$1/root/tmp"
    mount --bind /dev "$1/root/dev"
    cp "$2" "$1/root/tmp/waidian.deb"
    cp "$3" "$1/root/tmp/check.sh"
    exec chroot "$1/root" bash /tmp/check.sh' - "$copy" "$deb" "$(realpath "$0")"
  exit
fi

desk=/var/lib/waidian
fail() { echo "deb-check: $*" >&2; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1 is $2, not $3"; }
desk_does() { (cd $desk && setpriv --reuid waidian --regid waidian --clear-groups env HOME=$desk waidian "$@"); }
cd /tmp
dpkg -P waidian >/dev/null 2>&1 || true
rm -rf $desk

dpkg -i waidian.deb >said
grep -q 'waidian init' said || fail "the installation does not say how to begin"
is "the owner of $desk" "$(stat -c '%U:%G %a' $desk)" 'waidian:waidian 750'
is "the mode of the environment" "$(stat -c '%U %a' /etc/waidian/environment)" 'root 600'
systemd-analyze verify /usr/lib/systemd/system/waidian.service
grep -q '^ExecStart=/usr/bin/waidian ' /usr/lib/systemd/system/waidian.service || fail "the unit starts another program"
[ -z "$(man --warnings -l /usr/share/man/man1/waidian.1.gz 2>&1 >/dev/null)" ] || fail "the manual page has faults"
bash -n /usr/share/bash-completion/completions/waidian

desk_does init >/dev/null
echo '{"id":"aaaaaaaaaa","url":"https://gazette.example/ferry","source":"gazette","outlet":"The Gazette","title":"Ferry back in Northport","published":"2024-01-29T06:00:00Z","published_as":"given","lang":"en","paragraphs":["The first ferry in nine days left Northport for the outer islands on Tuesday morning with mail and eighty passengers."]}' >report.jsonl
desk_does import /tmp/report.jsonl
desk_does backup --archive $desk/saved.zip
echo 'WAIDIAN_API_KEY=k' >/etc/waidian/environment

dpkg -i waidian.deb >said
if grep -q 'waidian init' said; then fail "an upgrade says how to begin"; fi
is "the environment after an upgrade" "$(cat /etc/waidian/environment)" 'WAIDIAN_API_KEY=k'
grep -q Ferry <(desk_does search ferry) || fail "an upgrade loses a report"

mkdir $desk/again
chown waidian:waidian $desk/again
(cd $desk/again && setpriv --reuid waidian --regid waidian --clear-groups waidian restore ../saved.zip >/dev/null)
grep -q Ferry <(desk_does --config again/waidian.toml search ferry) || fail "a restored desk lacks a report"

dpkg -r waidian >/dev/null
[ ! -e /usr/bin/waidian ] || fail "the program is there after its removal"
[ -f $desk/data/waidian.db ] && [ -f /etc/waidian/environment ] || fail "a removal takes more than the program"
dpkg -P waidian >said
[ ! -e /etc/waidian ] || fail "a purge leaves /etc/waidian"
[ -f $desk/data/waidian.db ] || fail "a purge takes what the desk has"
grep -q "$desk is kept" said || fail "a purge does not say what it keeps"
rm -rf $desk
dpkg -i waidian.deb >/dev/null
dpkg -P waidian >/dev/null
[ ! -e $desk ] || fail "a purge leaves an empty folder"
echo "the package installs, upgrades, and goes as it should"

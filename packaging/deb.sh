#!/usr/bin/env bash
# Makes a Debian package of this tree: packaging/deb.sh [FOLDER]. ARCH is one of Go's (default: this machine's).
# Two runs on one commit make the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath "${1:-.}")
nfpm=github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.4
STAGE=$(mktemp -d)
trap 'rm -rf "$STAGE"' EXIT
export STAGE ARCH=${ARCH:-$(go env GOARCH)} MAINTAINER=${MAINTAINER:-Waidian <waidian@localhost>}
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH

build() { CGO_ENABLED=0 GOARCH=$1 go build -trimpath -ldflags='-s -w' -o "$2" ./cmd/waidian; }
build "$ARCH" "$STAGE/waidian"
native=$STAGE/waidian # writes its own manual page
if [ "$ARCH" != "$(go env GOHOSTARCH)" ]; then
  native=$STAGE/native
  build "$(go env GOHOSTARCH)" "$native"
fi
VERSION=$("$native" version | cut -d' ' -f2)
export VERSION

"$native" man | gzip -9n >"$STAGE/waidian.1.gz"
for shell in bash zsh fish; do "$native" completion $shell >"$STAGE/$shell"; done
sed 's,/usr/local/bin/,/usr/bin/,' packaging/waidian.service >"$STAGE/waidian.service"
{
  printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: waidian\n\n'
  printf 'Files: *\nCopyright: the authors of Waidian\nLicense: Apache-2.0\n'
  printf ' On Debian systems, the text is in /usr/share/common-licenses/Apache-2.0.\n\n'
  printf 'Comment: what else the program contains\n'
  "$native" licences | sed 's/^$/./; s/^/ /'
} >"$STAGE/copyright"
printf 'waidian (%s) unstable; urgency=medium\n\n  * See https://github.com/waidian/waidian for what has changed.\n\n -- %s  %s\n' \
  "$VERSION" "$MAINTAINER" "$(date -uRd "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$STAGE/changelog.gz"
find "$STAGE" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +

go run "$nfpm" package --config packaging/deb/nfpm.yaml --packager deb --target "$out"

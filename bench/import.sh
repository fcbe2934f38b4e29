#!/bin/sh
# What an import of invented articles costs in CPU seconds (user and system), the check of their digests and the site
# included, for a quarter, a half and all of N articles (10,000) for one and twenty more, and twenty of one day, the build after these by itself, and what
# the parts take of it:
#
#	bench/import.sh [N]
#
# The goal is at most 6 ms an article, and no part that grows faster than the number of articles.
set -eu
cd "$(dirname "$0")/.."
all=${1:-10000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
go test -c -o "$tmp/cli.test" ./internal/cli
printf '%-22s %9s %9s %9s\n' articles $((all / 4)) $((all / 2)) "$all"
for n in $((all / 4)) $((all / 2)) "$all"; do
	(cd internal/cli && TMPDIR=$tmp WAIDIAN_IMPORT=$n "$tmp/cli.test" -test.run '^$' -test.bench '^BenchmarkImport$' -test.benchtime 1x \
		-test.cpuprofile "$tmp/$n.cpu") >"$tmp/$n.out"
	go tool pprof -top -cum -unit s -nodecount 100000 -nodefraction 0 "$tmp/cli.test" "$tmp/$n.cpu" 2>/dev/null >"$tmp/$n.top"
done
row() { # name, and the function whose time it is, with all that it calls
	printf '%-22s' "$1"
	for n in $((all / 4)) $((all / 2)) "$all"; do
		printf ' %9s' "$(awk -v f="$2" 'index($0, f) && substr($0, length($0) - length(f) + 1) == f { sub(/s$/, "", $4); print $4; found = 1; exit } END { if (!found) print "0" }' "$tmp/$n.top")"
	done
	echo
}
metric() {
	printf '%-22s' "$1"
	for n in $((all / 4)) $((all / 2)) "$all"; do
		printf ' %9s' "$(awk -v u="$2" '/^BenchmarkImport/ { for (i = 2; i <= NF; i++) if ($i == u) print $(i - 1) }' "$tmp/$n.out")"
	done
	echo
}
metric 'all, CPU s' CPU-s
metric 'an article, CPU ms' CPU-ms/article
metric 'one more, CPU s' one-more-CPU-s
metric '  the build alone' one-more-build-CPU-s
metric 'twenty more, CPU s' twenty-more-CPU-s
metric '  the build alone' twenty-more-build-CPU-s
metric 'twenty of one day' twenty-of-today-CPU-s
metric '  the build alone' twenty-of-today-build-CPU-s
metric 'nothing new, build' same-build-CPU-s
echo 'of it, CPU s by samples:'
row '  check of digests' 'check.Checker.Check'
row '  features, copies' 'story.Of'
row '  search tokens' 'desk.searchable'
row '  writing (all)' 'desk.(*Desk).takeIn'
row '    place in stories' 'desk.(*neighbours).place'
row '      compare' 'story.(*Index).Assign'
row '    rows' 'store.(*Tx).AddArticle'
row '  regrouping' 'desk.(*neighbours).regroup'
row '  the site' 'site.(*Builder).Build'
row '  the site, its files' 'site.each[go.shape.string].func1'
row '  collecting garbage' 'runtime.gcBgMarkWorker'

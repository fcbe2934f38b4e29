# sh verify.sh NAME: checks NAME.html by NAME.tlog-proof, and that by the public key in key.txt. With NAME.1 it checks version 1 in NAME.html by NAME.1.tlog-proof.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 - "$1" "$tmp/" <<'END'
import base64, hashlib, html, os, re, sys, urllib.parse
stem, tmp, need, read = *sys.argv[1:], (lambda ok, why: ok or sys.exit('NOT VERIFIED: ' + why)), lambda name: open(name, 'rb').read().replace(b'\r\n', b'\n')
sha = lambda *parts: hashlib.sha256(b''.join(parts)).digest()
def bytes64(b): need(base64.b64encode(base64.b64decode(b)) == b, 'not base 64'); return base64.b64decode(b)
proof, text, signed, *_ = read(stem + '.tlog-proof').split(b'\n\n', 2) + [b'\n\n'] * 2
head, (origin, size, root) = re.fullmatch(rb'c2sp\.org/tlog-proof@v1\nextra (\S+)\nindex (\d+)((?:\n\S{44})*)', proof), (text + b'\n\n').split(b'\n')[:3]
need(head and int(head[2]) < int(size), 'this is no proof of this log, or one without its leaf')
leaf, path = bytes64(head[1]), [bytes64(h) for h in head[3].split()]
def tree(at, n):
    if n == 1: return sha(b'\0', leaf)
    half, h = 1 << (n - 1).bit_length() - 1, path.pop() if path else b''
    return sha(b'\1', tree(at, half), h) if at < half else sha(b'\1', h, tree(at - half, n - half))
need(tree(int(head[2]), int(size)) == bytes64(root) and not path, 'the leaf is not in this log')
name, n = (stem, None) if os.path.exists(stem + '.html') else re.fullmatch(r'(.*?)(?:\.(\d+))?', stem).groups()
said, page = dict(line.split(b' ', 1) for line in leaf.splitlines()), re.sub('(?s)<!--.*?-->', '', read(name + '.html').decode())
rows = page.partition(f'<li id="version-{n}">')[2].partition('</dl>')[0] if n else page.partition('<li id="version-')[0]  # the facts of that version, or of the report
of = {row[0]: html.unescape(''.join(row[1:])) for row in re.findall(r'(?s)<dd data-(?:leaf|log)="(at|body|feed|address)".*?>(?:<time datetime="(.*?)">.*?|<a href="(.*?)">\3</a>|<code>(.*?)</code>)</dd>', rows)}
url, want = of.pop('address', ''), {'at': min(at := said[b'at'][:19].decode() + 'Z', of.get('at', at) if n else at), 'feed' if 'feed' in of else 'body': said[b'body'][7:].decode()}  # a version is seen with its answer, or before
need(of == want and (page.count(f'id="version-{n}"') == 1 if n else page.count('data-leaf=') == 2 + bool(url)), 'the page names another time or body than the leaf')
need(n or (a := said.get(b'final', said[b'url']).decode()) in (url, 'sha256:' + sha(url.encode()).hex()) or urllib.parse.unquote(a) == urllib.parse.unquote(url) != '' or not url and 'feed' in of, 'the page names another address than the leaf')
keys, sigs = [(k[0].split(b'+', 2), k[3:]) for k in map(bytes.split, read('key.txt').splitlines()) if k and k[0].startswith(origin + b'+')], [bytes64(s) for s in re.findall(rb'(?m)^\xe2\x80\x94 %s (\S+)$' % re.escape(origin), signed)]
pair = [(bytes64(k), s, lost, number) for (_, number, k), lost in keys for s in sigs if s[:4].hex().encode() == number and not (lost and int(lost[0]) < int(size))]
need(pair, 'the log %s is not signed by a key in key.txt' % origin.decode())
said = b'Leaf %s of %s is in the log %s, and the page names its %s:\n' % (head[2], size, origin, b'body as that of version ' + n.encode() if n else b'address, time and body' if url else b'time and body') + leaf + b'Signed by %s+%s, a key in key.txt: compare it with the one that you know of the desk from elsewhere. Whose it is these files do not show.\n' % (origin, pair[0][3]) + b'Signed by a former key of this desk, which was lost since.\n' * len(pair[0][2])
for name, data in ('text', text + b'\n'), ('key', bytes.fromhex('302a300506032b6570032100') + pair[0][0][1:]), ('sig', pair[0][1][4:]), ('said', said): open(tmp + name, 'wb').write(data)
END
openssl pkeyutl -verify -pubin -keyform DER -inkey "$tmp/key" -rawin -in "$tmp/text" -sigfile "$tmp/sig"
cat "$tmp/said"

# sh verify.sh NAME: checks NAME.html by NAME.leaf and NAME.tlog-proof, and these by the public key in key.txt.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 - "$1" "$tmp/" <<'END'
import base64, hashlib, re, sys
stem, tmp = sys.argv[1:]
def need(ok, why): ok or sys.exit('NOT VERIFIED: ' + why)
def read(name): return open(name, 'rb').read()
def sha(*parts): return hashlib.sha256(b''.join(parts)).digest()
def bytes64(b): need(base64.b64encode(base64.b64decode(b)) == b, 'not base 64'); return base64.b64decode(b)
proof, text, signed = read(stem + '.tlog-proof').split(b'\n\n', 2)
leaf, (origin, size, root) = read(stem + '.leaf'), text.split(b'\n')[:3]
head = re.fullmatch(rb'c2sp\.org/tlog-proof@v1\n(?:extra \S+\n)?index (\d+)((?:\n\S{44})*)', proof)
need(head and int(head[1]) < int(size), 'this is no proof of this log')
path = [bytes64(h) for h in head[2].split()]
def tree(at, n):
    if n == 1: return sha(b'\0', leaf)
    half, h = 1 << (n - 1).bit_length() - 1, path.pop() if path else b''
    return sha(b'\1', tree(at, half), h) if at < half else sha(b'\1', h, tree(at - half, n - half))
need(tree(int(head[1]), int(size)) == bytes64(root) and not path, 'the leaf is not in this log')
body = re.search(rb'\nbody sha256:(\w{64})\n', leaf)
need(body and b'<code>%s</code>' % body[1] in read(stem + '.html'), 'the page names another body than the leaf')
keys = [(k[0].split(b'+', 2), k[3:]) for k in map(bytes.split, read('key.txt').splitlines()) if k and k[0].startswith(origin + b'+')]
sigs = [bytes64(s) for s in re.findall(rb'(?m)^\xe2\x80\x94 %s (\S+)$' % re.escape(origin), signed)]
pair = [(bytes64(k), s, lost) for (_, number, k), lost in keys for s in sigs if s[:4].hex().encode() == number and not (lost and int(lost[0]) < int(size))]
need(pair, 'the log %s is not signed by a key in key.txt' % origin.decode())
said = b'Leaf %s of %s is in the log %s, and the page names its body:\n' % (head[1], size, origin) + leaf + b'Signed by a former key of this desk, which was lost since.\n' * len(pair[0][2])
for name, data in ('text', text + b'\n'), ('key', bytes.fromhex('302a300506032b6570032100') + pair[0][0][1:]), \
        ('sig', pair[0][1][4:]), ('said', said): open(tmp + name, 'wb').write(data)
END
openssl pkeyutl -verify -pubin -keyform DER -inkey "$tmp/key" -rawin -in "$tmp/text" -sigfile "$tmp/sig"
cat "$tmp/said"

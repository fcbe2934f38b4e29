"""Verifies reports of a built site, and earlier versions of them, as a stranger would: with the text on its verify.html, as it stands there, openssl and
python3, in a folder that has nothing but those of one report and the key. Then it turns single bits of them: the text must fail each time.

    python3 check.py SITE

Prints what is wrong, then "N passed, N failed". Exit status 1 if anything failed.
"""
import base64, pathlib, random, shutil, subprocess, sys, tempfile
from html.parser import HTMLParser

REPORTS, FLIPS = 12, 60


class Copied(HTMLParser):
    """What a reader copies: the text of each code element."""

    def __init__(self):
        super().__init__()
        self.texts, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == 'code':
            self.inside = True
            self.texts.append('')

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != 'code'

    def handle_data(self, data):
        if self.inside:
            self.texts[-1] += data


def copied(page):
    parser = Copied()
    parser.feed(page.read_text(encoding='utf-8'))
    scripts = [t for t in parser.texts if t.startswith('# sh verify.sh NAME')]
    assert len(scripts) == 1, f'{page} has {len(scripts)} texts to copy'
    return scripts[0]


def run(folder, name='report'):
    done = subprocess.run(['sh', 'verify.sh', name], cwd=folder, capture_output=True, text=True, errors='replace')
    ok = done.returncode == 0 and 'Signature Verified Successfully' in done.stdout and 'is in the log' in done.stdout
    return ok, done


def main(site):
    passed = failed = 0
    proofs = sorted(p for p in (site / 'a').rglob('*.tlog-proof') if p.with_suffix('.html').exists())
    if not proofs:
        sys.exit('no report of the site has a proof')
    scripts = {copied(p) for p in [site / 'verify.html', *site.glob('han?/verify.html')]}
    assert len(scripts) == 1, 'the pages of the two scripts show different texts'
    shape = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'verify.sh').write_text(scripts.pop(), encoding='utf-8')
        shutil.copy(site / 'log/key.txt', folder)
        for proof in proofs[::max(1, len(proofs) // REPORTS)]:
            kept = proof
            for end in '.tlog-proof', '.html':
                shutil.copy(proof.with_suffix(end), folder / ('report' + end))
            ok, done = run(folder)
            passed, failed = passed + ok, failed + (not ok)
            if not ok:
                print(f'{proof}: {done.stdout}{done.stderr}')
        earlier = sorted((site / 'a').rglob('*.[0-9]*.tlog-proof'))
        if not earlier:
            print('no report of the site has the proof of an earlier version')
            failed += 1
        for proof in earlier[:REPORTS]:
            stem, number, _ = proof.name.rsplit('.', 2)
            shutil.copy(proof, folder / f'report.{number}.tlog-proof')
            shutil.copy(proof.with_name(stem + '.html'), folder / 'report.html')
            ok, done = run(folder, f'report.{number}')
            passed, failed = passed + ok, failed + (not ok)
            if not ok:
                print(f'{proof}: {done.stdout}{done.stderr}')
        shutil.copy(kept.with_suffix('.html'), folder / 'report.html')
        for i in range(FLIPS):
            file = folder / ('report.tlog-proof', 'report.html')[i % 2]
            whole = file.read_bytes()
            begin, end = 0, len(whole)
            if file.suffix == '.html':  # of the page, what it names
                leaf = base64.b64decode((folder / 'report.tlog-proof').read_bytes().split(b'\nextra ')[1].split(b'\n')[0])
                body = leaf.split(b'\nbody sha256:')[1][:64]
                begin = whole.index(b'<code>' + body)
                end = begin + len(b'<code></code>') + len(body)
            at, bit = shape.randrange(begin, end), shape.randrange(8)
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1:])
            ok, done = run(folder)
            passed, failed = passed + (not ok), failed + ok
            if ok:
                print(f'{file.name}: bit {bit} of byte {at} was turned, and the text says: {done.stdout}')
            file.write_bytes(whole)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


sys.exit(main(pathlib.Path(sys.argv[1])))

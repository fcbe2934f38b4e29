// Loads WARC files with the engine of ReplayWeb.page (wabac), and replays every page in them: what is under an address at a
// time must have a body, be it in a record of its own or in the one that a revisit repeats.
//
//   node check.mjs FILE…
//
// Prints what is wrong, then what was replayed. Exit status 1 if anything is wrong, or if nothing was there.
import 'fake-indexeddb/auto';
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';

globalThis.self ??= globalThis;
self.location ??= new URL('http://127.0.0.1/'); // the engine lives in a service worker
const {ArchiveRequest, WorkerLoader} = await import('@webrecorder/wabac/swlib');

// load has the engine take in a file, as if a reader had opened it by its address.
async function load(loader, file) {
  const bytes = await readFile(file);
  const server = createServer((_, answer) => answer.writeHead(200, {'Content-Length': bytes.length}).end(bytes));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const sourceUrl = `http://127.0.0.1:${server.address().port}/${basename(file)}`;
  const said = [];
  const loaded = await loader.addCollection({name: file, file: {sourceUrl, size: bytes.length}}, (...what) => said.push(what.join(' ')));
  server.close();
  if (!loaded) throw new Error(`${file} cannot be loaded: ${said}`);
  return (await loader.loadColl(file)).store;
}

const stamp = (ts) => new Date(ts).toISOString().replace(/[-:T]|\..*/g, '');
const wrong = [];
let pages = 0, again = 0;
const loader = new WorkerLoader({addEventListener() {}});
await loader._init_db;
for (const file of process.argv.slice(2)) {
  const store = await load(loader, file);
  for (const {url, ts, status, origURL} of await store.db.getAll('resources')) {
    if (!origURL && status !== 200) continue;
    const got = await store.getResource(new ArchiveRequest(`${stamp(ts)}mp_/${url}`, new Request(url)), '', {});
    const body = got && got.status === 200 ? await got.getBuffer() : null;
    if (!body?.length) wrong.push(`${file}: ${url} at ${stamp(ts)}: ${got ? `status ${got.status}, no body` : 'not found'}`);
    origURL ? again++ : pages++;
  }
}
for (const line of wrong) console.error(line);
console.log(`replayed ${pages} answers, and ${again} that repeat one`);
process.exit(wrong.length > 0 || pages === 0 || again === 0 ? 1 : 0);

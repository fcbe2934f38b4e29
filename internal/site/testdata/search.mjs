// Plays a browser without a window for the search of a built site.
//
//   node search.mjs FOLDER SCRIPT
//
// Reads one JSON string a line. A query is answered by {hits, first, asked}: paths of all
// hits, and for the first page the bytes that came, compressed, and in how many files; the
// records of the hits in view are among the bytes. A line
// that begins with "tokens:" is answered by the tokens of what follows, with "forms:" by the forms of a word,
// with "near:" by its neighbourhood, with "numbers:" by the values of numbers, with "advice:" by what is advised of a query
// that finds nothing, with "page:" by what the search page says on the way, one that begins with
// "passage:" and has a path and a query by what is shown of that report, hits in brackets.
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {gzipSync} from 'node:zlib';
import vm from 'node:vm';

const [dir, script] = process.argv.slice(2);
const inView = 7; // hits that a window of 1280 by 900 pixels shows at first, whose records are asked for
const code = readFileSync(`${dir}/${script}`, 'utf8');

// files are remembered, with their compressed sizes: their reading is not what is measured.
const files = new Map();
function file(path) {
  if (!files.has(path)) {
    const text = readFileSync(`${dir}/${path}`, 'utf8');
    let value;
    new Function('waidian', text)((...args) => { value = args; });
    files.set(path, {value, size: gzipSync(text).length});
  }
  return files.get(path);
}

// words are those of the page that a reader is told on the way; what they are filled with is separated by spaces.
const words = {wait: 'wait', none: 'none', excludes: 'excludes', notexcluded: 'notexcluded', nodate: 'nodate %s', missing: 'missing %s', apart: 'apart', meant: 'meant', looked: 'looked %d %d', and: '+',
  stop: 'stop', older: 'older', part: 'part %d %s', all: 'all %d', broken: 'broken'};

// browser makes a new one, with nothing in its cache. What its page says is in said, once each; if stop is set, its reader stops
// a search as soon as there is a way to.
function browser(stop) {
  const seen = {bytes: gzipSync(code).length, files: 1}, said = [];
  const self = {};
  const tell = s => { if (s && said.at(-1) !== s) said.push(s); };
  const element = name => ({
    name, isConnected: false, inner: [], setAttribute(k, v) { if (k === 'href') tell(`${k} ${v}`); },
    set textContent(s) { tell(s); },
    append(...xs) {
      this.inner.push(...xs);
      for (const x of xs) {
        if (typeof x === 'string' && (this.name === 'button' || x === words.wait)) this.label = x;
        if (x.name === 'button') { x.isConnected = true; tell(`[${x.label}]`); }
        if (stop && x.label === 'stop') queueMicrotask(() => x.onclick());
      }
    },
    after(x) { x.isConnected = true; },
    remove() { this.isConnected = false; },
    replaceChildren() {},
    querySelector: () => element('p'),
  });
  const out = Object.assign(element('section'), {dataset: words});
  const document = {
    currentScript: {src: `file:///${script}`},
    getElementById: () => out,
    createElement: element,
    head: {append(s) {
      const path = s.src.slice('file:///'.length).replace(/\?.*/, '');
      let f;
      try { f = file(path); } catch { return s.onerror(); }
      seen.bytes += f.size;
      seen.files++;
      self.waidian(...f.value);
      s.onload();
    }},
  };
  const context = vm.createContext({self, document, location: {search: ''}, URLSearchParams, TextEncoder, TextDecoder});
  vm.runInContext(code, context);
  return {seen, said, ...self.waidianSearch};
}

const one = browser(); // for what is not measured
await one.search('国家').catch(() => {});
for await (const line of createInterface({input: process.stdin})) {
  const asked = JSON.parse(line);
  if (asked.startsWith('tokens:')) {
    console.log(JSON.stringify(one.tokens(asked.slice(7)).map(t => t[0]).join(' ')));
    continue;
  }
  if (asked.startsWith('forms:')) {
    console.log(JSON.stringify(one.forms(asked.slice(6)).sort().join(' ')));
    continue;
  }
  if (asked.startsWith('near:')) {
    console.log(JSON.stringify(one.neighbourhood(asked.slice(5))));
    continue;
  }
  if (asked.startsWith('numbers:')) {
    console.log(JSON.stringify([...new Set(one.numbers(asked.slice(8)).map(t => t[0].slice(1)))].join(' ')));
    continue;
  }
  if (asked.startsWith('advice:')) {
    const {more, advise} = await browser().search(asked.slice(7));
    let part;
    do part = await more(); while (!part.rows.length && part.rest);
    const {missing, word = '', by = ''} = await advise();
    console.log(JSON.stringify({missing, word, by}));
    continue;
  }
  if (asked.startsWith('page:')) {
    const [, stop, text] = /^page:(stop )?(.*)$/.exec(asked);
    const b = browser(stop);
    await b.run(text);
    console.log(JSON.stringify(b.said));
    continue;
  }
  if (asked.startsWith('passage:')) {
    const [path, ...words] = asked.slice(8).split(' ');
    const {query} = await one.search(words.join(' '));
    const [parts] = one.passage(JSON.parse(readFileSync(`${dir}/${path.replace(/html$/, 'json')}`, 'utf8')), query);
    console.log(JSON.stringify((parts || []).map(([t, hit]) => hit ? `[${t}]` : t).join('').replace(/\s+/g, ' ')));
    continue;
  }
  const b = browser();
  const {problem, more} = await b.search(asked);
  const hits = [];
  let first = 0, count = 0;
  for (let rest = !problem; rest;) {
    const page = await more();
    hits.push(...page.rows.map(r => r[0]));
    first ||= b.seen.bytes + page.rows.slice(0, inView).reduce((n, [path]) =>
      n + gzipSync(readFileSync(`${dir}/${path.replace(/html$/, 'json')}`)).length, 0);
    count ||= b.seen.files;
    rest = page.rest;
  }
  console.log(JSON.stringify({hits, first, asked: count, problem: problem?.[0]}));
}

// The search of a copy without a server. What it reads, and how tokens are made, is told in
// internal/site/index.go and internal/search.
"use strict";
(() => {
const base = document.currentScript.src.replace(/[^/]*$/, "");
const out = document.getElementById("found"), form = document.getElementById("find");
if (!out) return;
const say = out.dataset, perPage = 20, patience = 60000; // characters read before the reader is asked
let read = 0;

// load asks for a file of the index once. It comes as a script that calls waidian.
const files = new Map(), waiting = new Map();
self.waidian = (key, version, value) => waiting.get(key)?.(version, value);
const load = (key, version = "") => {
  if (!files.has(key)) files.set(key, new Promise((done, fail) => {
    const s = document.createElement("script");
    waiting.set(key, (v, value) => {
      if (v !== version) return fail(key);
      read += typeof value === "string" ? value.length : JSON.stringify(value).length;
      done(value);
    });
    s.onerror = () => fail(key);
    s.onload = () => s.remove();
    s.src = base + "search/" + key + ".js" + (version && "?" + version);
    document.head.append(s);
  }));
  return files.get(key);
};

// tokens gives the tokens of a text as internal/search does: [token, pair, last of a run].
const wide = /[\u4e00-\u9fff\uac00-\ud7a3\u3041-\u30fa\u30fc\u3005\u3007\uff66-\uff9f]|(?=[\u2e80-\u{10ffff}])[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}]|(?=[\p{L}\p{M}])[\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const word = /[\p{L}\p{N}]/u, kept = /[\p{L}\p{N}\p{M}]/u;
const strokes = {ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th", ħ: "h", ŧ: "t"};
const fold = c => [...c.normalize("NFKC").toLowerCase().normalize("NFKD")].map(d => {
  d = d.toLowerCase();
  return strokes[d] ?? (/[\u0300-\u036f]/.test(d) || !kept.test(d) ? "" : d);
}).join("").normalize("NFC");
let simple = new Map();
const tokens = text => {
  const s = [...text].map(c => simple.get(c) ?? c), all = [];
  const wordAt = i => {
    let w = "";
    for (; i < s.length && !wide.test(s[i]) && kept.test(s[i]); i++) w += fold(s[i]);
    return [i, w];
  };
  const letter = w => [...w].length === 1 && !/\d/.test(w);
  for (let i = 0; i < s.length;) {
    if (wide.test(s[i])) {
      let before = "";
      for (; i < s.length && wide.test(s[i]); i++) {
        const now = s[i] >= "\uf900" ? s[i].normalize("NFKC") : s[i];
        if (before) all.push([before + now, true, false]);
        before = now;
      }
      all.push([before, true, true]);
    } else if (word.test(s[i])) {
      let [end, w] = wordAt(i);
      if (letter(w)) while (s[end] === "." && end + 1 < s.length) {
        const [e, next] = wordAt(end + 1);
        if (!letter(next)) break;
        w += next; end = e;
      }
      const b = new TextEncoder().encode(w);
      if (b.length > 64) w = new TextDecoder().decode(b.slice(0, 64)).replace(/\ufffd/g, "");
      if (w) all.push([w, false, false]);
      i = Math.max(end, i + 1);
    } else i++;
  }
  return all;
};

// phrase gives the tokens of a phrase; null where one character is all there is at its end.
const phrase = s => {
  const ts = tokens(s), last = ts[ts.length - 1];
  if (last?.[2]) {
    const before = ts[ts.length - 2];
    if (!before?.[1] || before[2]) return null;
    ts.pop();
  }
  return ts.map(t => t[0]);
};

// parse reads a query: groups of phrases, one of each of which must stand in a report, and
// phrases that must not.
const parse = q => {
  const all = [], none = [];
  let either = false, short = false;
  for (const [, not, quoted, bare] of q.matchAll(/([-－−](?=\S))?(?:["“”„]([^"“”]*)["“”]?|([^\s"“”„]+))/gu)) {
    if (!not && quoted === undefined && (bare === "OR" || bare === "|")) { either = all.length > 0; continue; }
    if (!not && bare === "AND") continue;
    for (const part of quoted !== undefined ? [quoted] : bare.split(/[，。、；：？！,;?!()（）《》「」『』〈〉【】[\]…]/)) {
      const p = phrase(part);
      if (!p) short = true;
      else if (!p.length) continue;
      else if (not) none.push(p);
      else if (either) all[all.length - 1].push(p);
      else all.push([p]);
      either = false;
    }
  }
  return {all, none, short};
};

const hash = s => {
  let h = 2166136261;
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 16777619);
  return h >>> 0;
};
const digit = {};
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => digit[c] = i);

// places decodes postings: report -> positions.
const places = s => {
  const m = new Map();
  let i = 0, doc = 0;
  const next = () => {
    let n = 0, by = 1, d;
    do { d = digit[s[i++]]; n += (d & 31) * by; by *= 32; } while (d & 32);
    return n;
  };
  while (i < s.length) {
    doc += next();
    const at = [];
    for (let n = next() + 1, p = 0; n > 0; n--) at.push((p += next() + 1) - 1);
    m.set(doc++, at);
  }
  return m;
};

// find gives the reports of a segment that a query finds, newest first.
const find = async (query, [name, version, , shards]) => {
  const wanted = new Set([...query.all.flat(2), ...query.none.flat()]), lists = new Map();
  await Promise.all([...wanted].map(async t => {
    const shard = await load(name + "/" + (hash(t) & shards - 1), version);
    if (Object.hasOwn(shard, t)) lists.set(t, shard[t]);
  }));
  const there = p => p.every(t => lists.has(t));
  if (!query.all.every(g => g.some(there))) return [];
  await Promise.all([...lists].map(async ([t, s]) => {
    lists.set(t, places(s[0] === "." ? await load(name + "/b" + s.slice(1), version) : s));
  }));
  const hits = p => {
    if (!there(p)) return [];
    const ls = p.map(t => lists.get(t)), rest = ls.slice(1);
    return [...ls[0].keys()].filter(d => {
      if (!rest.every(l => l.has(d))) return false;
      const sets = rest.map(l => new Set(l.get(d)));
      return ls[0].get(d).some(at => sets.every((x, k) => x.has(at + k + 1)));
    });
  };
  let found = null;
  for (const g of query.all) {
    const any = new Set(g.flatMap(hits));
    found = found ? found.filter(d => any.has(d)) : [...any].sort((a, b) => a - b);
  }
  const not = new Set(query.none.flatMap(hits));
  return found.filter(d => !not.has(d));
};

// search gives the hits of a query, up to a page of them at a time.
const search = async text => {
  if (wide.test(text)) {
    const [from, to] = await load("fold"), t = [...to];
    simple = new Map([...from].map((c, i) => [c, t[i]]));
  }
  const query = parse(text), segments = await load("list");
  if (query.short) return {problem: "short"};
  if (!query.all.length) return {problem: "none"};
  let at = 0, queue = [];
  return {more: async () => {
    const start = read;
    while (queue.length < perPage && at < segments.length && read - start < patience) {
      const s = segments[at++];
      queue.push(...(await find(query, s)).map(doc => [s, doc]));
    }
    const page = queue.splice(0, perPage);
    const rows = await Promise.all(page.map(async ([[name, version], doc]) =>
      (await load(name + "/m" + Math.floor(doc / 5), version))[doc % 5])); // rowsAtOnce in index.go
    const rest = queue.length > 0 || at < segments.length;
    return {rows, rest, since: at > 0 ? segments[at - 1][0] : ""};
  }};
};

const make = (name, attributes, ...inner) => {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) if (v) e.setAttribute(k, v);
  e.append(...inner);
  return e;
};
const row = ([path, main, lang, orig, origLang, outlet, stamp, date, length, lead, leadLang]) => make("li", {},
  make("p", {class: "head"}, make("a", {href: base + (say.pages ?? "") + path, lang, dir: "auto"}, main)),
  ...orig ? [make("p", {class: "orig", lang: origLang, dir: "auto"}, orig)] : [],
  ...lead ? [make("p", {class: "lead", lang: leadLang, dir: "auto"}, lead)] : [],
  make("p", {class: "by"}, make("span", {}, outlet), " ", make("time", {datetime: stamp}, date), " ", make("span", {}, length)));

const run = async text => {
  const said = make("p", {role: "status"}, say.wait), list = make("ul", {class: "rows wider"});
  const older = make("button", {type: "button"}, say.older);
  out.replaceChildren(said);
  let shown = 0;
  try {
    const {problem, more} = await search(text);
    if (problem) { said.textContent = say[problem]; return; }
    const page = async () => {
      older.remove();
      const {rows, rest, since} = await more();
      list.append(...rows.map(row));
      shown += rows.length;
      said.textContent = (rest ? say.part : shown ? say.all : say.none).replace("%d", shown).replace("%s", since);
      if (shown && !list.isConnected) said.after(list);
      if (rest) out.append(older);
    };
    older.onclick = () => page().catch(() => { said.textContent = say.broken; });
    await page();
  } catch { said.textContent = say.broken; }
};

self.waidianSearch = {tokens, parse, search};
const q = new URLSearchParams(location.search).get("q")?.trim().slice(0, 200);
if (q) { form.elements.q.value = q; run(q); }
})();

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

// tokens gives the tokens of a text as internal/search does: [token, kind, start, end], with
// the characters of the text that it stands for. The kinds: 0 a word, of a run its 1 first
// character, 2 pair, 3 last character.
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
    return [i, w.replace(/^\p{M}+/u, "")];
  };
  const letter = w => [...w].length === 1 && !/\d/.test(w);
  for (let i = 0; i < s.length;) {
    const from = i;
    if (wide.test(s[i])) {
      let before = "";
      for (; i < s.length && wide.test(s[i]); i++) {
        const now = s[i] >= "\uf900" ? s[i].normalize("NFKC") : s[i];
        if (before && i === from + 1) all.push([before, 1, from, i]);
        if (before) all.push([before + now, 2, i - 1, i + 1]);
        before = now;
      }
      all.push([before, 3, i - 1, i]);
    } else if (word.test(s[i])) {
      let [end, w] = wordAt(i);
      if (letter(w)) while (s[end] === "." && end + 1 < s.length) {
        const [e, next] = wordAt(end + 1);
        if (!letter(next)) break;
        w += next; end = e;
      }
      const b = new TextEncoder().encode(w);
      if (b.length > 64) w = new TextDecoder().decode(b.slice(0, 64)).replace(/\ufffd/g, "");
      i = Math.max(end, i + 1);
      if (w) all.push([w, 0, from, i]);
    } else i++;
  }
  return all;
};

// phrase gives the tokens of a phrase, as newPhrase in internal/search does. One character by
// itself is one of those that an index has once a report.
const single = "\ue000", filter = "\ue001";
const phrase = s => {
  const ts = tokens(s);
  if (ts.length === 1 && ts[0][1]) return [single + ts[0][0]];
  if (ts[0]?.[1] === 1) ts.shift();
  const n = ts.length - 1;
  if (n > 0 && ts[n][1] === 3 && (ts[n - 1][1] === 1 || ts[n - 1][1] === 2)) ts.pop();
  return ts.map(t => t[0]);
};

// parse reads a query: groups of phrases, one of each of which must stand in a report, phrases
// that must not, and the days between which it must lie.
const parse = q => {
  const all = [], none = [], named = {};
  let either = false, from = "", to = "\uffff";
  for (const [, not, name, quoted, bare] of q.matchAll(/([-－−](?=\S))?(?:(source|lang|topic|from|to)[:：](?=\S))?(?:["“”„]([^"“”]*)["“”]?|([^\s"“”„]+))/giu)) {
    if (name && !not) {
      const kind = name.toLowerCase(), value = (quoted ?? bare).toLowerCase();
      const day = value.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3").replace(/[\/年月]/g, "-").replace(/日|-$/g, "").replace(/-(\d)(?!\d)/g, "-0$1");
      if (kind === "from") from = day;
      else if (kind === "to") to = day + "\uffff";
      else if (named[kind]) named[kind].push([filter + kind + ":" + value]);
      else all.push(named[kind] = [[filter + kind + ":" + value]]);
      continue;
    }
    if (name) continue;
    if (!not && quoted === undefined && (bare === "OR" || bare === "|")) { either = all.length > 0; continue; }
    if (!not && bare === "AND") continue;
    for (const part of quoted !== undefined ? [quoted] : bare.split(/[，。、；：？！,;?!()（）《》「」『』〈〉【】[\]…]/)) {
      const p = phrase(part);
      if (!p.length) continue;
      if (not) none.push(p);
      else if (either) all[all.length - 1].push(p);
      else all.push([p]);
      either = false;
    }
  }
  return {all, none, from, to, dated: !!from || to !== "\uffff"};
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
const find = async (query, [name, version, count, shards, days]) => {
  const inTime = [];
  for (const [day, n] of days) {
    const d = name.slice(0, 8) + day, yes = d >= query.from && d <= query.to;
    for (let k = 0; k < n; k++) inTime.push(yes);
  }
  if (!inTime.includes(true)) return [];
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
  let found = query.all.length ? null : [...Array(count).keys()];
  for (const g of query.all) {
    const any = new Set(g.flatMap(hits));
    found = found ? found.filter(d => any.has(d)) : [...any].sort((a, b) => a - b);
  }
  const not = new Set(query.none.flatMap(hits));
  return found.filter(d => inTime[d] && !not.has(d));
};

// search gives the hits of a query, up to a page of them at a time.
const search = async text => {
  if (wide.test(text)) {
    const [from, to] = await load("fold"), t = [...to];
    simple = new Map([...from].map((c, i) => [c, t[i]]));
  }
  const query = parse(text), segments = await load("list");
  if (!query.all.length && !query.dated) return {problem: "none"};
  let at = 0, queue = [];
  return {query, more: async () => {
    const start = read;
    while (queue.length < perPage && at < segments.length && read - start < patience) {
      const s = segments[at++];
      queue.push(...(await find(query, s)).map(doc => [s, doc]));
    }
    const page = queue.splice(0, perPage);
    const rows = await Promise.all(page.map(async ([[name, version], doc]) =>
      (await load(name + "/m" + Math.floor(doc / 5), version))[doc % 5])); // rowsAtOnce in index.go
    while (segments[at]?.[0].slice(0, 7) < query.from.slice(0, 7)) at = segments.length;
    const rest = queue.length > 0 || at < segments.length;
    return {rows, rest, since: at > 0 ? segments[at - 1][0].slice(0, 10) : ""};
  }};
};

// stands gives the characters of a text in which phrases of a query stand, [start, end, phrase],
// in order.
const stands = (text, query) => {
  const ts = tokens(text), all = [];
  query.all.flat().forEach((p, n) => {
    const one = p[0].startsWith(single) && p[0].slice(1);
    for (let i = 0; i + p.length <= ts.length; i++) {
      if (one ? ts[i][1] && ts[i][0].startsWith(one) : p.every((t, k) => ts[i + k][0] === t))
        all.push([ts[i][2], one ? ts[i][2] + 1 : ts[i + p.length - 1][3], n]);
    }
  });
  return all.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
};

// mark divides the characters from start to end of a text into those that were looked for,
// [text, true], and others.
const mark = (text, query, start = 0, end = Infinity) => {
  const c = [...text], out = [];
  let at = start;
  end = Math.min(end, c.length);
  const push = (to, hit) => {
    if (to > at) out.push([c.slice(at, to).join(""), hit]);
    at = Math.max(at, to);
  };
  for (const [from, to] of stands(text, query)) {
    if (from < start || to > end) continue;
    push(from, false);
    push(to, true);
  }
  push(end, false);
  return out;
};

// has tells how many of a query's groups a text has a phrase of, if they are words.
const has = (text, query) => {
  const there = new Set(stands(text, query).map(s => s[2]));
  let n = -1;
  return query.all.filter(g => g.map(() => there.has(++n)).includes(true)).length;
};

// snippet cuts from a text about so many columns around the place where most of a query stands.
const snippet = (text, query, width = 160) => {
  const c = [...text], cols = i => wide.test(c[i]) || /[\u3000-\u303f\uff00-\uff60]/.test(c[i]) ? 2 : 1;
  const ahead = (i, n) => { while (i < c.length && (n -= cols(i)) >= 0) i++; return i; };
  const found = stands(text, query).slice(0, 400);
  let best = [0, 0, 0], worth = 0;
  for (const s of found) {
    const to = ahead(s[0], width * 3 / 4), within = found.filter(t => t[0] >= s[0] && t[1] <= to);
    const w = new Set(within.map(t => t[2])).size * 100 + within.length;
    if (w > worth) { best = s; worth = w; }
  }
  let start = best[0], room = width / 4;
  for (let i = start; ; i--) {
    if (!i) { start = 0; break; }
    if ((room -= cols(i - 1)) < 0) break;
    if (/[。！？\n]/.test(c[i - 1]) || /\s/.test(c[i - 1]) && /[.!?]/.test(c[i - 2])) { start = i; break; }
    if (/\s/.test(c[i - 1]) || cols(i - 1) > 1) start = i;
  }
  let end = Math.max(ahead(start, width), best[1]);
  const stop = end;
  while (end < c.length && stop - end < 30 && kept.test(c[end - 1]) && kept.test(c[end]) && cols(end - 1) + cols(end) < 3) end--;
  if (end < c.length && stop - end === 30) end = stop;
  return [...start ? [["…", false]] : [], ...mark(text, query, start, end), ...end < c.length ? [["…", false]] : []];
};

const make = (name, attributes, ...inner) => {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) if (v) e.setAttribute(k, v);
  e.append(...inner);
  return e;
};
const shown = parts => parts.map(([t, hit]) => hit ? make("mark", {}, t) : t);

// row shows a hit. Where neither headline nor opening has what was looked for, the passage that
// has it is taken from the report's record, once the hit comes into view; on a disk, where
// nothing can be fetched, the opening stays.
const row = query => ([path, main, lang, orig, origLang, outlet, stamp, date, length, lead, leadLang]) => {
  const said = make("p", {class: "lead", lang: leadLang, dir: "auto"}, ...shown(mark(lead, query)));
  const li = make("li", {},
    make("p", {class: "head"}, make("a", {href: base + (say.pages ?? "") + path, lang, dir: "auto"}, ...shown(mark(main, query)))),
    ...orig ? [make("p", {class: "orig", lang: origLang, dir: "auto"}, ...shown(mark(orig, query)))] : [],
    ...lead ? [said] : [],
    make("p", {class: "by"}, make("span", {}, outlet), " ", stamp ? make("time", {datetime: stamp}, date) : make("span", {}, date), " ", make("span", {}, length)));
  const words = query.all.filter(g => g.some(p => p[0][0] !== filter)).length;
  if (words > has(lead, query) && /^http/.test(base)) seen(li, async () => {
    const a = await (await fetch(base + path.replace(/html$/, "json"))).json();
    const [parts, l] = passage(a, query);
    if (!parts) return;
    said.lang = l;
    said.replaceChildren(...shown(parts));
    li.querySelector(".by").before(said);
  });
  return li;
};

// passage gives the snippet of a record, of its digest if that has all that was looked for, and
// its language. What is in doubt is followed by that word.
const passage = (a, query) => {
  const d = a.digest, glue = /^(zh|ja)/.test(d?.lang) ? "" : " ";
  const digest = d?.summary.map(c => c.text).join(glue) ?? "", words = query.all.filter(g => g.some(p => p[0][0] !== filter)).length;
  const said = d?.summary.map(c => c.text + (c.doubt ? say.doubt : "")).join(glue) ?? "";
  if (digest && has(digest, query) >= words) return [snippet(said, query), d.lang];
  const text = a.paragraphs.join(" ");
  if (has(text, query)) return [snippet(text, query), a.lang];
  return has(digest, query) ? [snippet(said, query), d.lang] : [];
};

// seen calls f when an element comes into view.
const seen = (e, f) => {
  const watch = new IntersectionObserver(es => {
    if (!es.some(x => x.isIntersecting)) return;
    watch.disconnect();
    f().catch(() => {}); // the opening stays
  });
  watch.observe(e);
};

const run = async text => {
  const said = make("p", {role: "status"}, say.wait), list = make("ul", {class: "rows wider"});
  const older = make("button", {type: "button"}, say.older);
  out.replaceChildren(said);
  let shown = 0;
  try {
    const {problem, more, query} = await search(text);
    if (problem) { said.textContent = say[problem]; return; }
    const page = async () => {
      older.remove();
      const {rows, rest, since} = await more();
      list.append(...rows.map(row(query)));
      shown += rows.length;
      said.textContent = (rest ? say.part : shown ? say.all : say.none).replace("%d", shown).replace("%s", since);
      if (shown && !list.isConnected) said.after(list);
      if (rest) out.append(older);
    };
    older.onclick = () => page().catch(() => { said.textContent = say.broken; });
    await page();
  } catch { said.textContent = say.broken; }
};

self.waidianSearch = {tokens, parse, search, passage};
const asked = new URLSearchParams(location.search), q = asked.get("q")?.trim().slice(0, 200);
if (q) {
  form.elements.q.value = q;
  let text = q;
  for (const name of ["source", "lang", "topic", "from", "to"]) {
    const field = form.elements[name], value = asked.get(name);
    if (!field || !value) continue;
    field.value = value;
    field.closest("details").open = true;
    text += ` ${name}:${value}`;
  }
  run(text);
}
})();

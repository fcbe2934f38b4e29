// The search of a copy without a server. What it reads, and how tokens are made, is told in
// internal/site/index.go and internal/search.
"use strict";
(() => {
const base = document.currentScript.src.replace(/[^/]*$/, "");
const out = document.getElementById("found"), form = document.getElementById("find");
if (!out) return;
const say = out.dataset, perPage = 20, patience = 50000; // characters read before the reader is asked
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
  const s = characters(text), all = [];
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

// stem gives what the inflected forms of a word have in common, and forms those forms, as internal/search/stem.go does.
const irregular = {abbas: "abbas", andes: "andes", atlas: "atlas", bias: "bias", cosmos: "cosmos", hamas: "hamas", mars: "mars", news: "news", texas: "texas",
  evening: "evening", evenings: "evening", herring: "herring", herrings: "herring", during: "during", sky: "sky", skies: "sky", dying: "die", lying: "lie",
  tying: "tie", vying: "vie", embed: "embed", embeds: "embed", proceed: "proceed", exceed: "exceed", succeed: "succeed", proceeds: "proceed", exceeds: "exceed", succeeds: "succeed"};
const stemmed = w => w.length < 64 && /^[a-z]{3,}$/.test(w);
const vowel = (w, i) => "aeiou".includes(w[i]) || w[i] === "y" && i > 0 && !vowel(w, i - 1);
const hasVowel = w => [...w].some((_, i) => vowel(w, i));
const region = (w, i) => {
  for (i++; i < w.length; i++) if (vowel(w, i - 1) && !vowel(w, i)) return i + 1;
  return w.length;
};
const endsShort = w => {
  const n = w.length;
  if (n === 2) return vowel(w, 0) && !vowel(w, 1);
  return n > 2 && !vowel(w, n - 1) && vowel(w, n - 2) && !vowel(w, n - 3) && !/[wxy]$/.test(w);
};
const withoutPlural = w => {
  if (/sses$/.test(w)) return w.slice(0, -2);
  if (/ie[sd]$/.test(w)) return w.slice(0, w.length > 4 ? -2 : -1);
  return !/s$/.test(w) || /[us]s$/.test(w) || !hasVowel(w.slice(0, -2)) ? w : w.slice(0, -1);
};
const withoutParticiple = w => {
  if (/eed$/.test(w)) return region(w, 0) <= w.length - 3 ? w.slice(0, -1) : w;
  const rest = w.replace(/(ed|ing)$/, ""), n = rest.length;
  if (rest === w || !hasVowel(rest)) return w;
  if (/(at|bl|iz)$/.test(rest)) return rest + "e";
  if (n > 3 && /([bdfgmnprt])\1$/.test(rest)) return rest.slice(0, -1);
  return endsShort(rest) && region(rest, 0) === n ? rest + "e" : rest;
};
const stem = w => {
  if (!stemmed(w)) return w;
  if (Object.hasOwn(irregular, w)) return irregular[w];
  w = withoutParticiple(withoutPlural(w));
  const n = w.length;
  if (n > 2 && w[n - 1] === "y" && vowel(w, n - 1)) w = w.slice(0, -1) + "i";
  const r1 = region(w, 0), r2 = r1 < n ? region(w, r1) : n;
  if (/e$/.test(w) && (r2 < n || r1 < n && !endsShort(w.slice(0, -1))) || r2 < n && /ll$/.test(w)) return w.slice(0, -1);
  return w;
};
const forms = word => {
  const its = stem(word), out = new Set([word]);
  const add = (base, ...ends) => ends.forEach(end => { if (stem(base + end) === its) out.add(base + end); });
  let bases = [word];
  if (withoutParticiple(withoutPlural(word)) !== word) bases = [its, its + "e", its.replace(/i$/, "y"), its.replace(/l$/, "ll")].filter(b => stem(b) === its);
  for (const b of bases) {
    const n = b.length;
    add(b, "", "s", "ing", "ings");
    if (/e$/.test(b)) { add(b, "d"); add(b.slice(0, -1), "ing", "ings"); continue; }
    if (/y$/.test(b) && !vowel(b, n - 2)) { add(b.slice(0, -1), "ies", "ied"); continue; }
    add(b, "ed");
    if (/[sxzhoi]$/.test(b)) add(b, "es");
    if (/[bdfglmnprt]$/.test(b) && vowel(b, n - 2) && (n < 3 || !vowel(b, n - 3))) add(b + b[n - 1], "ed", "ing", "ings");
  }
  if (/ed$/.test(word)) add(word, "s");
  for (const w in irregular) add(w, "");
  return [...out];
};

// neighbourhood gives what the forms of a word and its likely misspellings have in common, as internal/search/stem.go does.
const neighbourhood = token => {
  if (!stemmed(token)) return token;
  const s = stem(token);
  return s[0] + [...s].filter((c, i) => i && !/[aeiouy]/.test(c) && c !== s[i - 1]).slice(0, 2).join("");
};

// numbers gives the numbers of a text that are written with a power of ten, [token, start, end], as internal/search/number.go
// does. Texts are arrays of characters here.
const numeric = "\ue002", mostValue = 1e15, money = "$£€¥￥₩₹";
const powers = {thousand: 3, million: 6, millions: 6, billion: 9, billions: 9, trillion: 12, trillions: 12, mn: 6, mln: 6, bn: 9, bln: 9, tn: 12, trn: 12,
  millionen: 6, mio: 6, milliarden: 9, milliarde: 9, mrd: 9, billionen: 12, milliard: 9, milliards: 9, millones: 6};
const signedPowers = {k: 3, m: 6, b: 9}, hanPowers = {十: 1, 百: 2, 千: 3, 万: 4, 亿: 8};
const hanDigits = {〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9};
const figure = c => c >= "0" && c <= "9";
const figures = (s, i) => {
  const run = i => { while (i < s.length && figure(s[i])) i++; return i; };
  let end = run(i), whole = s.slice(i, end).join(""), decimals = 0, grouped = false, next;
  while ((whole.length <= 3 || grouped) && s[end] === "," && (next = run(end + 1)) === end + 4) {
    whole += s.slice(end + 1, next).join(""); end = next; grouped = true;
  }
  next = run(end + 1);
  if (next > end + 1 && (s[end] === "." || s[end] === "," && !grouped && next <= end + 3)) {
    decimals = next - end - 1; whole += s.slice(end + 1, next).join(""); end = next;
  }
  return [whole.length > 15 ? -1 : +whole, decimals, end, grouped];
};
const powerAt = (s, start, i) => {
  const at = /^[ \-\u00a0]$/.test(s[i] ?? "") ? i + 1 : i;
  let end = at, e = 0, w = "";
  while (s[at - 1] !== "-" && hanPowers[s[end]]) e += hanPowers[s[end++]];
  if (e) return [e, end];
  for (end = at; end < s.length && !wide.test(s[end]) && kept.test(s[end]); end++) w += fold(s[end]);
  if (Object.hasOwn(powers, w)) return [powers[w], end];
  return at === i && Object.hasOwn(signedPowers, w) && start && money.includes(s[start - 1]) ? [signedPowers[w], end] : [0, i];
};
const numberAt = (s, start) => {
  let [n, decimals, end, grouped] = figures(s, start), out = {value: 0, start, end, grouped, powered: false}, last = 30;
  for (;;) {
    const [e, after] = powerAt(s, start, end);
    while (n > 0 && n % 10 === 0 && decimals > e) { n /= 10; decimals--; }
    const by = e - decimals, whole = n === 0 || n > 0 && by >= 0 && by <= 15 && n < mostValue / 10 ** by, value = whole ? n * 10 ** by : 0;
    if (!whole || e >= last || value + out.value >= mostValue || out.powered && !e && (value >= 10 ** last || /[年月日]/.test(s[after] ?? ""))) {
      if (!out.powered) out.value = -1;
      return out;
    }
    out.value += value; out.end = after;
    if (!e) return out;
    out.powered = true; last = e;
    if (!figure(s[after] ?? "") || !hanPowers[s[after - 1]]) return out;
    [n, decimals, end] = figures(s, after);
  }
};
const hanNumberAt = (s, start) => {
  let total = 0, section = 0, digit = 0, last = 0, before = 0, end = start, powered = false;
  for (; end < s.length && total < mostValue; end++) {
    const d = hanDigits[s[end]], e = hanPowers[s[end]];
    if (d >= 0) {
      if (digit) return {end};
      digit = d; before = last; last = 0;
    } else if (!e) break;
    else if (e < 4) { section += Math.max(digit, 1) * 10 ** e; digit = 0; last = e; }
    else {
      total = e === 4 && section + digit > 0 ? total + (section + digit) * 1e4 : (total + section + digit) * 10 ** e;
      section = digit = 0; last = e; powered = true;
    }
  }
  const value = total + section + digit;
  return {value, start, end, powered: powered && value > 0 && value < mostValue && !(digit && before > 1)};
};
const begins = (s, i) => {
  const c = s[i - 1];
  if (!i) return true;
  if (c === "." || c === ",") return i < 2 || !figure(s[i - 2]);
  return !"数几上好多点第〇零一二两三四五六七八九十百千万亿".includes(c) && (wide.test(c) || !word.test(c));
};
const characters = text => [...text].map(c => simple.get(c) ?? c);
const numbers = text => {
  const s = characters(text), out = [];
  for (let i = 0; i < s.length;) {
    let n;
    if (figure(s[i])) n = numberAt(s, i);
    else if (hanDigits[s[i]] > 0 || s[i] === "十") n = hanNumberAt(s, i);
    else if (/[a-z_]/i.test(s[i])) { for (i++; i < s.length && /[a-z0-9]/i.test(s[i]); i++); continue; }
    else { i++; continue; }
    if (n.powered && begins(s, i)) out.push([numeric + n.value, n.start, n.end]);
    i = Math.max(n.end, i + 1);
  }
  return out;
};

// figuresAt tells where the figures are with which a term begins, a currency before them left aside.
const figuresAt = s => {
  const i = s.findIndex(figure);
  return i > 0 && !money.includes(s[i - 1]) ? -1 : i;
};

// numberOf gives the forms of the number that a term begins with, and what else the term says.
const numberOf = text => {
  const s = characters(text), i = figuresAt(s), n = i >= 0 ? numberAt(s, i) : hanNumberAt(s, 0);
  if (i < 0 && !n.powered || /[a-z0-9]/i.test(s[n.end] ?? "") || s[n.end] === "." && figure(s[n.end + 1] ?? "")) return;
  const c = [...text], before = c.slice(0, Math.max(i, 0)).join("").replace(/[$£€¥￥₩₹]+$/, ""), rest = (before + " " + c.slice(n.end).join("")).trim();
  if (n.value < 0 || !n.powered && !n.grouped && (rest || n.value < 1000 || n.value >= 1900 && n.value < 2100)) return;
  const plain = "" + n.value, groups = plain.replace(/\B(?=(\d{3})+$)/g, " ").split(" ");
  return [[[plain], ...groups.length > 1 ? [groups] : [], [numeric + plain]], rest];
};

// numberEnd tells where the number that a bare term begins with ends, if spaces are within it; 0: there is none.
const numberEnd = text => {
  const s = characters(text), i = figuresAt(s.slice(0, Math.max(s.findIndex(c => /\s/.test(c)), 0)));
  const n = i >= 0 && numberAt(s, i);
  return n.powered ? s.slice(0, n.end).join("").length : 0;
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

// isDay tells whether a text is a year, a month or a day.
const isDay = s => /^\d{4}(-\d\d){0,2}$/.test(s) && !isNaN(new Date(s)) && new Date(s).toISOString().startsWith(s);

// parse reads a query: groups of phrases, one of each of which must stand in a report, phrases
// that must not, and the days between which it must lie; or the problem for which it cannot be read, a text of the page and what fills it.
const parse = q => {
  const all = [], none = [], named = {};
  let either = false, from = "", to = "\uffff", problem;
  const term = /([-－−](?=\S))?(?:(source|lang|topic|from|to)[:：](?=\S))?(?:["“”„]([^"“”]*)["“”]?|([^\s"“”„]+))/giuy;
  while ((q = q.trimStart())) {
    term.lastIndex = 0;
    const m = term.exec(q);
    if (!m) { q = q.slice(1); continue; }
    let [, not, name, quoted, bare] = m, end = m[0].length;
    if (!name && bare !== undefined) { // 300 million
      const at = end - bare.length, n = numberEnd(q.slice(at));
      end = Math.max(end, at + n + (n && /^[^\s"“”„]*/.exec(q.slice(at + n))[0].length));
      bare = q.slice(at, end);
    }
    q = q.slice(end);
    if (name && not) problem ??= ["notexcluded"];
    else if (name) {
      const kind = name.toLowerCase(), value = (quoted ?? bare).toLowerCase();
      const day = value.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3").replace(/[\/年月]/g, "-").replace(/日|-$/g, "").replace(/-(\d)(?!\d)/g, "-0$1");
      if (/^(from|to)$/.test(kind) && !isDay(day)) problem ??= ["nodate", kind + ":" + (quoted ?? bare)];
      else if (kind === "from") from = day;
      else if (kind === "to") to = day + "\uffff";
      else if (named[kind]) named[kind].push([filter + kind + ":" + value]);
      else all.push(named[kind] = [[filter + kind + ":" + value]]);
    }
    if (name) continue;
    if (!not && quoted === undefined && (bare === "OR" || bare === "|")) { either = all.length > 0; continue; }
    if (!not && bare === "AND") continue;
    const number = quoted === undefined && numberOf(bare), groups = [];
    if (number && (!number[1] || !not && !either)) {
      number[0].typed = bare;
      groups.push(number[0]);
      bare = number[1];
    }
    for (const part of quoted !== undefined ? [quoted] : bare.split(/[，。、；：？！,;?!()（）《》「」『』〈〉【】[\]…]/)) {
      const p = phrase(part), last = p[p.length - 1];
      if (!p.length) continue;
      if (quoted === undefined && !/\*$/.test(part) && stemmed(last)) p.forms = forms(last);
      groups.push(Object.assign([p], {typed: part.trim()}));
    }
    for (const g of groups) {
      if (not) none.push(...g);
      else if (either) {
        const last = all[all.length - 1];
        last.push(...g);
        last.typed += " OR " + g.typed;
      }
      else all.push(g);
      either = false;
    }
  }
  const dated = !!from || to !== "\uffff";
  if (!all.length && none.length) problem ??= ["excludes"];
  return {all, none, from, to, dated, seen: new Set(), problem: problem ?? (all.length || dated ? null : ["none"])};
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

// merged gives the places of several tokens as those of one.
const merged = lists => {
  if (lists.length === 1) return lists[0];
  const all = new Map();
  for (const l of lists) for (const [doc, at] of l) all.set(doc, [...all.get(doc) ?? [], ...at]);
  return all;
};

// shardOf gives the shard of a token.
const shardOf = (token, shards) => hash(neighbourhood(token)) & shards - 1;

// dated gives a day of a segment in full. The segment of the reports that came last has whole days.
const dated = (name, day) => day.length > 2 ? day : name.slice(0, 8) + day;

// find gives the reports of a segment that a query finds, newest first.
const find = async (query, [name, version, count, shards, days]) => {
  const inTime = [];
  for (const [day, n] of days) {
    const d = dated(name, day), yes = d >= query.from && d <= query.to;
    for (let k = 0; k < n; k++) inTime.push(yes);
  }
  if (!inTime.includes(true)) return [];
  const each = p => p.map((t, k) => k === p.length - 1 && p.forms || [t]); // the tokens that may be in each place
  const wanted = new Set([...query.all.flat(), ...query.none].flatMap(p => each(p).flat())), lists = new Map();
  await Promise.all([...wanted].map(async t => {
    const shard = await load(name + "/" + shardOf(t, shards), version);
    if (Object.hasOwn(shard, t)) lists.set(t, shard[t]);
  }));
  const there = p => each(p).every(ts => ts.some(t => lists.has(t)));
  query.all.forEach((g, i) => { if (g.some(there)) query.seen.add(i); });
  if (!query.all.every(g => g.some(there))) return [];
  await Promise.all([...lists].map(async ([t, s]) => {
    lists.set(t, places(s[0] === "." ? await load(name + "/b" + s.slice(1), version) : s));
  }));
  const hits = p => {
    if (!there(p)) return [];
    const ls = each(p).map(ts => merged(ts.flatMap(t => lists.get(t) ?? []))), rest = ls.slice(1);
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

// search gives the hits of a query, up to a page of them at a time. As long as there are none, go is asked whether to go on, and told
// how many segments were searched, of how many.
const search = async text => {
  if (wide.test(text)) {
    const [from, to] = await load("fold"), t = [...to];
    simple = new Map([...from].map((c, i) => [c, t[i]]));
  }
  const query = parse(text), list = await load("list");
  if (query.problem) return query;
  const late = list[0]?.[5] && list[0], segments = late ? list.slice(1) : list;
  let at = 0, queue = [], came; // hits of the segment of those that came last, which are not in the queue yet
  const takeBefore = (segment, report) => { // those that stand before that report
    let n = 0;
    for (; n < came.length; n++) {
      const [s, r] = late[5][came[n]];
      if (s > segment || s === segment && r > report) break;
    }
    queue.push(...came.splice(0, n).map(doc => [late, doc]));
  };
  return {query, advise: () => advise(text, query, list), more: async (go = () => true) => {
    const start = read;
    came ??= late ? await find(query, late) : [];
    while (queue.length < perPage && at < segments.length && read - start < patience && (queue.length || go(at, segments.length))) {
      const s = segments[at];
      for (const doc of await find(query, s)) {
        takeBefore(at, doc);
        queue.push([s, doc]);
      }
      takeBefore(at++, Infinity);
    }
    while (segments[at]?.[0].slice(0, 7) < query.from.slice(0, 7)) at = segments.length;
    if (at >= segments.length) takeBefore(Infinity, 0);
    const page = queue.splice(0, perPage);
    const rows = await Promise.all(page.map(async ([[name, version], doc]) =>
      (await load(name + "/m" + Math.floor(doc / 5), version))[doc % 5])); // rowsAtOnce in index.go
    const rest = queue.length > 0 || at < segments.length;
    return {rows, rest, since: at > 0 ? segments[at - 1][0].slice(0, 10) : "", at: Math.min(at, segments.length), of: segments.length};
  }};
};

// slip tells whether one slip of the hand makes b of a: a letter too many, too few, another, or two in the wrong order.
const slip = (a, b) => {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let i = 0, k = 0;
  while (i < a.length && a[i] === b[i]) i++;
  while (k < a.length - i && k < b.length - i && a[a.length - 1 - k] === b[b.length - 1 - k]) k++;
  const x = a.slice(i, a.length - k), y = b.slice(i, b.length - k);
  return x.length < 2 && y.length < 2 || x.length === 2 && y === x[1] + x[0];
};

// respelt gives a text with another word wherever it has that one.
const respelt = (text, word, by) => {
  const c = [...text];
  for (const [w, kind, from, to] of tokens(text).reverse()) if (w === word && !kind) c.splice(from, to - from, by);
  return c.join("");
};

// advise tells, of a query that has found nothing, which words are in no report, and the query with another spelling that
// the copy has: of words in the same neighbourhood, since those are in the shards that were read already. Which one, is told in
// internal/find/advise.go.
const advise = async (text, query, segments) => {
  const missing = query.all.filter((g, i) => g.typed && !query.seen.has(i)), out = {missing: missing.map(g => g.typed)};
  for (const [p, more] of missing.slice(0, 3)) {
    if (more || p.length > 1 || !p.forms || p[0].length < 4 || p[0].length > 20) continue;
    const reports = {}, word = p[0], near = t => slip(word, t) || t.endsWith("s") && slip(word, t.slice(0, -1));
    for (const [name, version, , shards, days] of segments) {
      if (!days.some(([d]) => dated(name, d) >= query.from && dated(name, d) <= query.to)) continue;
      for (const [t, s] of Object.entries(await load(name + "/" + shardOf(word, shards), version)))
        if (/^[a-z]+$/.test(t) && (near(t) || t.startsWith(word)))
          reports[t] = Math.min((reports[t] ?? 0) + (s[0] === "." ? 50 : places(s).size), 50);
    }
    const unlike = t => 8 * !near(t) + 4 * (neighbourhood(t) !== neighbourhood(word)) + 2 * (t[0] !== word[0]) + !slip(word, t);
    const ranked = Object.keys(reports).sort((a, b) => unlike(a) - unlike(b) || reports[b] - reports[a] || (a < b ? -1 : 1));
    for (const t of ranked.slice(0, 3)) {
      const {more} = await search(respelt(text, word, t));
      let part;
      do part = await more(); while (!part.rows.length && part.rest);
      if (part.rows.length) return {...out, word, by: t};
    }
  }
  return out;
};

// stands gives the characters of a text in which phrases of a query stand, [start, end, phrase],
// in order.
const stands = (text, query) => {
  const ts = tokens(text), all = [];
  let valued;
  query.all.flat().forEach((p, n) => {
    if (p[0][0] === numeric) {
      for (const [t, from, to] of valued ??= numbers(text)) if (t === p[0]) all.push([from, to, n]);
      return;
    }
    const one = p[0].startsWith(single) && p[0].slice(1);
    for (let i = 0; i + p.length <= ts.length; i++) {
      if (one ? ts[i][1] && ts[i][0].startsWith(one) : p.every((t, k) => ts[i + k][0] === t || k === p.length - 1 && p.forms?.includes(ts[i + k][0])))
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

// filled puts values in the places of a text.
const filled = (text, ...values) => values.reduce((t, v) => t.replace(/%[ds]/, () => v), text);

const toldEvery = 4; // segments searched, before the reader is told again

// run shows what a search finds. As long as it has found nothing it goes on by itself, says how much of the index it has
// searched, and can be stopped; after a page of hits the reader asks for more.
const run = async text => {
  const said = make("p", {role: "status"}, say.wait), list = make("ul", {class: "rows wider"});
  const older = make("button", {type: "button"}, say.older), stop = make("button", {type: "button"}, say.stop);
  out.replaceChildren(said);
  let shown = 0, stopped = false;
  stop.onclick = () => { stopped = true; stop.remove(); };
  try {
    const {problem, more, query, advise} = await search(text);
    if (problem) { said.textContent = filled(say[problem[0]], problem[1]); return; }
    const none = async () => {
      const {missing, word, by} = query.dated ? {missing: []} : await advise();
      said.textContent = missing.length ? filled(say.missing, missing.join(say.and)) : query.all.length > 1 && !query.dated ? say.apart : say.none;
      if (!by) return;
      const to = new URLSearchParams(location.search);
      to.set("q", respelt(to.get("q") ?? text, word, by));
      said.after(make("p", {}, say.meant, " ", make("a", {href: "?" + to}, to.get("q"))));
    };
    const go = (at, of) => {
      if (shown || !at) return true;
      if (at % toldEvery === 0) said.textContent = filled(say.looked, at, of);
      if (!stop.isConnected) out.append(stop);
      return !stopped;
    };
    const page = async () => {
      older.remove();
      stopped = false;
      for (;;) {
        const {rows, rest, since, at, of} = await more(go);
        list.append(...rows.map(row(query)));
        shown += rows.length;
        if (!shown && rest && !stopped) continue;
        stop.remove();
        if (!shown && !rest) return none();
        said.textContent = shown || !rest ? filled(rest ? say.part : say.all, shown, since) : filled(say.looked, at, of);
        if (shown && !list.isConnected) said.after(list);
        if (rest) out.append(older);
        return;
      }
    };
    const broken = () => { stop.remove(); said.textContent = say.broken; };
    older.onclick = () => page().catch(broken);
    await page().catch(broken);
  } catch { said.textContent = say.broken; }
};

self.waidianSearch = {tokens, forms, neighbourhood, numbers, parse, search, passage, run};
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

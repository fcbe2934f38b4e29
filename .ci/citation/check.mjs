// Reads the citations of each report of a built site with citation-js, and compares what came of them with the
// report's own JSON: title, outlet, day, authors, address, language and type. It ends with 1 if one differs.
//
//	WAIDIAN_CITATIONJS=…/node_modules node check.mjs SITE
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const require = createRequire(path.join(process.env.WAIDIAN_CITATIONJS || path.join(here, "node_modules"), "x.js"));
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-ris");
require("@citation-js/plugin-bibtex");

const site = process.argv[2];
let faults = 0;
const fault = (file, ...said) => (faults++, console.log(`${file}: ${said.join(" ")}`));

const name = (a) => (typeof a === "string" ? a : a.literal ?? [a.given, a["dropping-particle"], a["non-dropping-particle"], a.family].filter(Boolean).join(" ")).replace(/,$/, "");
const names = (list) => [].concat(list ?? []).map(name).join("; ");
const day = (d) => (d?.["date-parts"]?.[0] ?? []).map((n) => String(n).padStart(2, "0")).join("-");
const address = (json) => (json.canonical || json.url).replaceAll("{", "%7B").replaceAll("}", "%7D"); // as links have it
const decoded = (s) => s.replace(/&#34;|&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#43;/g, "+").replace(/&amp;/g, "&");

// What each format can say to citation-js: its RIS reader keeps the year of PY alone, and takes the authors of
// newspapers for reporters; BibTeX has no type for newspapers but entrysubtype, which becomes the genre.
const formats = {
  BibTeX: { type: (x) => x.type === "article-journal" && x.genre === "newspaper", day: (s) => s, authors: (x) => x.author },
  RIS: { type: (x) => x.type === "article-newspaper", day: (s) => s.slice(0, 4), authors: (x) => x.reporter ?? x.author },
  CSL: { type: (x) => x.type === "article-newspaper", day: (s) => s, authors: (x) => x.author },
};

function check(file) {
  const html = readFileSync(file, "utf8");
  const json = JSON.parse(readFileSync(file.replace(/\.html$/, ".json"), "utf8"));
  const published = json.published_as ? json.published.slice(0, 10) : "";
  const hash = html.match(/<dd(?: data-leaf="\w+")?><code>([0-9a-f]{64})<\/code>/)?.[1]; // a report of which only the headline is known has none
  let found = 0;
  for (const [, href, kind] of html.matchAll(/<a href="data:([^"]+)" download="[^"]+">(BibTeX|RIS|CSL)<\/a>/g)) {
    found++;
    const text = decodeURIComponent(decoded(href).replace(/^[^,]*,/, ""));
    let all;
    try {
      all = new Cite(text).data;
    } catch (e) {
      fault(file, kind, e.message);
      continue;
    }
    if (all.length !== 1) fault(file, kind, `${all.length} entries`);
    const x = all[0], f = formats[kind];
    for (const [what, got, want] of [
      ["type", f.type(x), true],
      ["title", x.title, json.title],
      ["outlet", x["container-title"] ?? "", json.outlet],
      ["day", day(x.issued), f.day(published)],
      ["authors", names(f.authors(x)), json.byline.join("; ").replace(kind === "RIS" ? /,/g : /^$/, kind === "RIS" ? " " : "")],
      ["language", x.language ?? "", json.lang],
      ["address", x.URL ?? "", address(json)],
      ["the hash in the note", (x.note ?? "").match(/[0-9a-f]{64}/)?.[0], hash],
    ]) if (got !== want) fault(file, kind, `${what} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
    if (kind === "RIS" && published && !text.includes(`\r\nDA  - ${published.replaceAll("-", "/")}\r\n`)) fault(file, kind, "has no DA of", published);
  }
  if (found !== 3) fault(file, `${found} citations, not 3`);
  coins(file, html, json, published);
}

// coins reads the context object as Zotero's Utilities do: pairs of a key and a value, "rft.type" the type.
function coins(file, html, json, published) {
  const span = html.match(/<span class="Z3988" title="([^"]*)"><\/span>/);
  if (!span) return fault(file, "no COinS");
  const pairs = decoded(span[1]).split("&").map((p) => p.split("=").map(decodeURIComponent));
  const get = (key) => pairs.filter(([k]) => k === key).map(([, v]) => v);
  for (const [key, want] of [
    ["rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"], ["rft.type", "newspaperArticle"], ["rft.title", json.title], ["rft.source", json.outlet],
    ["rft.date", published], ["rft.identifier", address(json)],
  ]) if ((get(key)[0] ?? "") !== want) fault(file, `COinS: ${key} is ${JSON.stringify(get(key))}, not ${JSON.stringify(want)}`);
  const authors = pairs.filter(([k]) => k === "rft.au" || k === "rft.aucorp").map(([, v]) => v).join("; ");
  if (authors !== json.byline.join("; ")) fault(file, `COinS: authors are ${authors}`);
}

const pages = readdirSync(path.join(site, "a"), { recursive: true }).filter((f) => f.endsWith(".html")).map((f) => path.join(site, "a", f));
pages.forEach(check);
if (pages.length === 0) fault(site, "no reports");
console.log(`citations: ${pages.length} reports, each in BibTeX, RIS, CSL and COinS; ${faults} faults`);
process.exit(faults ? 1 : 0);

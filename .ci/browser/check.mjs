// Looks at a built site in Debian's chromium: every kind of page, at 320 and 1280 pixels,
// light and dark, for axe's findings, requests to elsewhere, messages on the console and
// content wider than the window; once with Lighthouse; and at the bytes, with html-validate and
// the Nu checker.
//
//   node check.mjs FOLDER [FOLDER…]
//
// Prints what is wrong, then "N passed, N failed". Exit status 1 if anything failed.
import {execFile} from 'node:child_process';
import {createServer} from 'node:http';
import {readFile, readdir, stat} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, extname, join, relative, resolve, sep} from 'node:path';
import {gzipSync} from 'node:zlib';
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';
import {chromium} from 'playwright-core';
import {HtmlValidate, FileSystemConfigLoader} from 'html-validate';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const vnu = join(dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
const browserPath = process.env.CHROMIUM || '/usr/bin/chromium';
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const perKind = 2; // pages of one kind that a browser opens
const score = 0.99; // Lighthouse's, at least, in each category that does not measure the machine
// What a page may cost a reader, whatever machine it is measured on: bytes on the wire without compression,
// elements, files that block the first paint (the stylesheet), and movement after it.
const budget = {'total-byte-weight': 128 << 10, 'dom-size': 1500, 'render-blocking-resources': 1, 'cumulative-layout-shift': 0};
// What the front page and the page of an edition may be, on a telephone 360 pixels wide: a reader comes to their end. Languages that are not
// written in Han characters take more room.
const issue = {height: 2700, elements: 700, 'bytes compressed': 12 << 10}, wordy = 1.25;
const patience = 400_000; // ms for Lighthouse in one folder, beside the other checks
const types = {'.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.xml': 'application/xml', '.json': 'application/json', '.js': 'text/javascript'};

let passed = 0, failed = 0;
function judge(what, problems) {
  if (problems.length === 0) { passed++; return; }
  failed++;
  for (const p of problems.slice(0, 5)) console.log(`${what}: ${p}`);
}

async function files(dir) {
  const out = [];
  for (const e of await readdir(dir, {recursive: true, withFileTypes: true})) {
    if (e.isFile()) out.push(relative(dir, join(e.parentPath ?? e.path, e.name)).split(sep).join('/'));
  }
  return out.sort();
}

// kind tells pages apart that are made by different templates.
function kind(path) {
  const twin = /^(hant|hans)\/(.*)$/.exec(path); // in the other Chinese script
  if (twin) return `${twin[1]} ${kind(twin[2])}`;
  if (path.startsWith('a/')) return 'article';
  if (path.startsWith('s/')) return 'story';
  if (/^source\/[^/]+\.html$/.test(path)) return 'source';
  if (path.startsWith('source/')) return 'shelf';
  if (/^topic\/[^/]+\.html$/.test(path)) return 'topic';
  if (path.startsWith('topic/')) return 'topic month';
  if (/^\d{4}\/\d\d\/\d\d-\d{4}\.html$/.test(path)) return 'edition';
  if (/^\d{4}\/\d\d\/.*\.html$/.test(path)) return 'day';
  if (/^\d{4}\/\d\d\.html$/.test(path)) return 'month';
  if (/^\d{4}\.html$/.test(path)) return 'year';
  return path;
}

// leadsOn says whether a page does nothing but lead on to another.
async function leadsOn(file) {
  return (await readFile(file, 'utf8')).includes('http-equiv="refresh"');
}

// spread picks up to n entries, evenly.
function spread(list, n) {
  if (list.length <= n) return list;
  return Array.from({length: n}, (_, i) => list[Math.floor(i * (list.length - 1) / (n - 1))]);
}

function serve(dir, under) {
  const server = createServer(async (req, res) => {
    const path = decodeURIComponent(new URL(req.url, 'http://x').pathname);
    try {
      if (!path.startsWith(under)) throw new Error('elsewhere');
      const file = join(dir, path.slice(under.length) || 'index.html');
      const body = await readFile(file);
      res.writeHead(200, {'content-type': types[extname(file)] || 'application/octet-stream'});
      res.end(body);
    } catch {
      res.writeHead(404); res.end();
    }
  });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done(server)));
}

// open opens a tab that notes what goes wrong on the page it shows.
async function open(browser, options) {
  const page = await (await browser.newContext(options)).newPage();
  const tab = {page, problems: [], requests: []};
  page.on('console', m => tab.problems.push(`console: ${m.text()}`));
  page.on('pageerror', e => tab.problems.push(`error: ${e}`));
  page.on('request', r => tab.requests.push(r.url()));
  page.on('requestfailed', r => { // a picture of the page before may still be under way
    if (r.failure()?.errorText !== 'net::ERR_ABORTED') tab.problems.push(`failed: ${r.url()}`);
  });
  return tab;
}

// look opens a page as a reader would see it, with axe looking too.
async function look(tab, origin, path, what) {
  const {page} = tab;
  tab.problems = []; tab.requests = [];
  await page.goto(origin + path);
  const {problems, requests} = tab;
  for (const u of requests) if (!u.startsWith(origin)) problems.push(`asks elsewhere: ${u}`);
  const own = requests.filter(u => !u.endsWith('favicon.svg')).length;
  const script = path.endsWith('search.html') || /\/a\/[^/]+\/\d{4}\//.test('/' + path); // beside page and style
  if (own > (script ? 3 : 2)) problems.push(`${own} requests`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) problems.push(`wider than the window by ${over} pixels`);
  await page.addScriptTag({content: axe});
  const result = await page.evaluate(tags => window.axe.run(document, {runOnly: tags}), tags);
  for (const v of result.violations) problems.push(`axe ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 240)}`);
  judge(what, problems);
}

// chinese gives a phrase of four characters from the digest of a report of the site, the same
// in Traditional characters, and the report's page.
const traditional = new Map([...'国会长计报发关说门东业务产动员过进达还这对时间现开来书车电马风飞龙乡义乐买乱争于云亚产亲仅从仓']
  .map((c, i) => [c, [...'國會長計報發關說門東業務產動員過進達還這對時間現開來書車電馬風飛龍鄉義樂買亂爭於雲亞產親僅從倉'][i]]));
async function queries(dir, all) {
  const out = [];
  for (const p of spread(all.filter(p => /^a\/.*\.json$/.test(p)), 40)) {
    const a = JSON.parse(await readFile(join(dir, p), 'utf8')), page = p.replace(/json$/, 'html');
    const digest = (a.digest?.summary || []).map(c => c.text).join('|');
    const found = out.length < 3 && /^zh/.test(a.digest?.lang || '') && /[\u4e00-\u9fff]{3}[国会长计报发关说门东业务产动员过进达还这对时间现开来书车电]/.exec(digest);
    if (found) {
      const q = found[0], hant = [...q].map(c => traditional.get(c) || c).join('');
      out.push(['a phrase', q, page]);
      if (hant !== q) out.push(['in Traditional characters', hant, page]);
    }
    const phrase = /^en/.test(a.lang) && out.every(([kind]) => kind !== 'an English phrase') && a.paragraphs[0] && /[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}/.exec(a.paragraphs[0]);
    if (phrase) out.push(['an English phrase', `"${phrase[0]}"`, page]);
  }
  return [...out, ['an absent word', 'zyzzyvaphobia', ''], ['characters in another order', '政国部外', '']];
}

// searches asks a copy for what its reports have and what they do not, over HTTP and from the disk.
async function searches(browser, dir, all, origin) {
  const script = all.find(p => /^search-[0-9a-f]+\.js$/.test(p));
  if (!script) return;
  const size = gzipSync(await readFile(join(dir, script))).length;
  // Forms of words, spellings and numbers are read by the script as the server reads them; it is published without its comments.
  judge(`${dir} ${script}`, size > 10 << 10 ? [`${size} bytes compressed`] : []);
  for (const from of [origin, `file://${resolve(dir)}/`]) {
    for (const [kind, q, page] of await queries(dir, all)) {
      const tab = await open(browser, {});
      await tab.page.goto(`${from}search.html`);
      await tab.page.fill('#q', q);
      await tab.page.click('#find button');
      const problems = tab.problems;
      try {
        await tab.page.waitForFunction(() => /\d|[。.]$/.test(document.querySelector('#found [role=status]')?.textContent || ''), null, {timeout: 20000});
        let hits = [];
        for (let n = 0; n < 200; n++) {
          hits = await tab.page.$$eval('#found .head a', as => as.map(a => a.href));
          const older = await tab.page.$('#found button');
          if (!older || page && hits.some(h => h.endsWith(page))) break;
          await older.click();
          await tab.page.waitForTimeout(50);
        }
        if (page && !hits.some(h => h.endsWith(page))) problems.push(`${q} does not find ${page} among ${hits.length}`);
        if (!page && hits.length) problems.push(`${q} finds ${hits[0]}`);
        if (page && from === origin) await tab.page.waitForSelector('#found li mark', {timeout: 10000}); // where it was found
      } catch (e) {
        problems.push(`${q}: ${e}`);
      }
      judge(`${kind} searched ${from.startsWith('file') ? 'on the disk' : 'in a copy'}`, problems);
      await tab.page.context().close();
    }
  }
}

// cost gives what one audit of the budget counted.
function cost(lhr, id) {
  const {numericValue, details} = lhr.audits[id];
  return id === 'render-blocking-resources' ? details?.items?.length ?? 0 : numericValue ?? NaN;
}

// rate has Lighthouse rate one page of each kind, as a telephone on a slow network sees it. The score of
// performance depends on the machine: it is printed; what a page costs is held to the budget.
async function rate(kinds, origin, dir) {
  const chrome = await launch({chromePath: browserPath, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu']});
  const began = Date.now(), speeds = [];
  let left = 0;
  for (const [, [p]] of kinds) {
    if (Date.now() - began > patience) { left++; continue; }
    const hidden = /<meta name="robots" content="noindex"/.test(await readFile(join(dir, p), 'utf8'));
    const settings = {port: chrome.port, output: 'json', logLevel: 'silent', skipAudits: hidden ? ['is-crawlable'] : null, // it is not meant to be found
      onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo']};
    // A page that moves by itself does so each time; on a busy machine one that comes in pieces may do so once.
    let lhr, looks = 0;
    do ({lhr} = await lighthouse(origin + p, settings)); while (++looks < 3 && cost(lhr, 'cumulative-layout-shift') > 0);
    const problems = lhr.runtimeError ? [lhr.runtimeError.message] : [];
    for (const [id, most] of Object.entries(budget)) {
      if (!(cost(lhr, id) <= most)) problems.push(`${id}: ${cost(lhr, id)}, at most ${most}`);
    }
    speeds.push(lhr.categories.performance.score);
    for (const c of Object.values(lhr.categories)) {
      if (c.id === 'performance' || c.score >= score) continue;
      const low = c.auditRefs.filter(a => a.weight > 0 && (lhr.audits[a.id].score ?? 1) < score);
      problems.push(`${c.id} ${c.score}: ${low.map(a => `${a.id} ${lhr.audits[a.id].displayValue ?? ''}`).join(', ')}`);
    }
    judge(`${p} Lighthouse`, problems);
  }
  console.log(`Lighthouse performance of ${speeds.length} pages: ${Math.min(...speeds)} to ${Math.max(...speeds)}, not asserted`);
  if (left) console.log(`${left} kinds of pages were left to no time for Lighthouse`);
  chrome.kill();
}

// reach presses Tab three times from the top: main text and menu have to be within that. And letters of twice the size fit at 360 pixels.
async function reach(tab, address, what) {
  const {page} = tab;
  tab.problems = [];
  await page.goto(address);
  const met = [];
  for (let n = 0; n < 3; n++) {
    await page.keyboard.press('Tab');
    met.push(await page.evaluate(() => document.activeElement?.getAttribute('href')));
  }
  for (const to of ['#main', '#menu']) if (!met.includes(to)) tab.problems.push(`three tabs lead to ${met}, not to ${to}`);
  await page.addStyleTag({content: 'html{font-size:212.5%!important}'});
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) tab.problems.push(`text of 200 % is wider than the window by ${over} pixels`);
  judge(`${what} by keyboard and at 200 %`, tab.problems);
}

// late fills the list of what came after the edition up to three rows, as many as are open at once, with reports of the page, and
// returns how high the page is then. It runs in the page.
function late() {
  let section = document.querySelector('.after');
  if (!section) {
    section = document.createElement('section');
    section.className = 'after';
    section.innerHTML = '<h2>截稿以后</h2><ul></ul>';
    document.querySelector('.end').before(section);
  }
  const list = section.querySelector('ul');
  for (const row of document.querySelectorAll('.shelves section:not(.edits) li')) {
    if (list.children.length >= 3) break;
    const copy = row.cloneNode(true), time = copy.querySelector('time');
    if (time) copy.prepend(time, ' ');
    list.append(copy);
  }
  return document.documentElement.scrollHeight;
}

// ends holds a front page or an edition to its measures.
async function ends(tab, address, file, what) {
  tab.problems = [];
  await tab.page.goto(address);
  const han = await tab.page.evaluate(() => /^zh/.test(document.documentElement.lang));
  const is = await tab.page.evaluate(() => ({height: document.documentElement.scrollHeight, elements: document.querySelectorAll('*').length}));
  is['bytes compressed'] = gzipSync(await readFile(file)).length;
  for (const [of, bound] of Object.entries(issue)) {
    const most = of === 'height' && !han ? bound * wordy : bound;
    if (!(is[of] <= most)) tab.problems.push(`${of}: ${is[of]}, at most ${most}`);
  }
  if (what === 'index.html') {
    is['height with three late rows'] = await tab.page.evaluate(late);
    const most = han ? issue.height : issue.height * wordy;
    if (is['height with three late rows'] > most) tab.problems.push(`with three rows after the edition: ${is['height with three late rows']}, at most ${most}`);
  }
  console.log(`${what}: ${Object.entries(is).map(([of, n]) => `${of} ${n}`).join(', ')}`);
  judge(`${what} ends`, tab.problems);
}

// evidence opens what a sentence of a digest rests on, as a thumb does: it is shown below, nothing moves or lies over the text;
// its link leads to the sentence, and the way back to where the reader was.
async function evidence(tab, address, what) {
  const {page} = tab;
  tab.problems = [];
  await page.goto(address);
  const control = page.locator('.digest summary').last();
  if (!await control.count()) return;
  await control.scrollIntoViewIfNeeded();
  const at = () => page.evaluate(() => Math.round(window.scrollY));
  const was = await at(), {width, height} = await control.boundingBox();
  if (width < 24 || height < 24) tab.problems.push(`a control of ${width} × ${height} pixels`);
  await control.tap();
  const quote = page.locator('.digest [open] blockquote').first();
  if (!await quote.isVisible() || await at() !== was) tab.problems.push(`a tap scrolls from ${was} to ${await at()}, or shows nothing`);
  const over = await page.evaluate(() => [...document.querySelectorAll('main *')].filter(e => ['', '::before', '::after'].some(p => getComputedStyle(e, p || null).position === 'fixed')).length);
  if (over) tab.problems.push(`${over} elements lie over the page`);
  const link = quote.locator('a');
  await link.scrollIntoViewIfNeeded();
  const from = await at();
  await link.tap();
  if (!await page.evaluate(() => document.querySelector(':target'))) tab.problems.push('the link leads to no sentence');
  await page.goBack();
  await page.waitForTimeout(100);
  if (Math.abs(await at() - from) > 1) tab.problems.push(`back leads to ${await at()}, not to ${from}`);
  judge(`${what} evidence`, tab.problems);
}

// quotes copies the sentence that the address names, by the keyboard alone, with outlet, day and address.
async function quotes(browser, address, what) {
  const context = await browser.newContext({permissions: ['clipboard-read', 'clipboard-write']}), page = await context.newPage(), problems = [];
  await page.goto(address);
  const id = await page.evaluate(() => document.querySelector('.text span[id^="s"]')?.id);
  if (id) {
    await page.goto(`${address}#${id}`);
    for (let n = 0; n < 5 && await page.evaluate(() => document.activeElement.className) !== 'quote'; n++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    try {
      await page.waitForFunction(() => document.querySelector('.quoted')?.textContent, null, {timeout: 5000});
      const [said, copied] = await page.evaluate(async id => [document.getElementById(id).textContent, await navigator.clipboard.readText()], id);
      const [text, by, at] = copied.split('\n');
      if (text !== said.replace(/\s+/g, ' ').trim() || !by || !at?.endsWith(`#${id}`)) problems.push(`copied ${JSON.stringify(copied)}`);
    } catch (e) {
      problems.push(`nothing is copied: ${e}`);
    }
  }
  await context.close();
  judge(`${what} quotes`, problems);
}

// strict opens a page with its Content-Security-Policy in force and no scripts.
async function strict(tab, address, what) {
  tab.problems = [];
  await tab.page.goto(address);
  judge(`${what} without scripts`, tab.problems);
}

async function validate(dir, pages) {
  const config = new HtmlValidate(new FileSystemConfigLoader([], {
    root: true, extends: ['html-validate:recommended'],
    rules: {
      'long-title': 'off', // a headline is as long as it is
      'doctype-style': ['error', {style: 'lowercase'}],
      'no-trailing-whitespace': 'off', 'no-inline-style': 'error',
      'wcag/h30': 'off', // links whose name is in aria-label
    },
  }));
  for (const p of pages) {
    const report = await config.validateString(await readFile(join(dir, p), 'utf8'), p);
    judge(`${p} html-validate`, report.results.flatMap(r => r.messages.filter(m => m.severity === 2).map(m => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)));
  }
}

function nu(dir, pages) {
  return new Promise(done => {
    execFile('java', ['-jar', vnu, '--errors-only', '--exit-zero-always', '--format', 'json', ...pages.map(p => join(dir, p))], {maxBuffer: 1 << 26}, (err, out, text) => {
      const found = new Map(pages.map(p => [p, []]));
      try {
        for (const m of JSON.parse(text).messages) {
          if (m.message.startsWith('CSS:')) continue; // 404.html has the style within itself, of which the checker knows neither reading-flow nor ranges
          const p = relative(dir, decodeURIComponent(new URL(m.url).pathname)).split(sep).join('/');
          (found.get(p) || found.get(pages[0])).push(`${m.lastLine}: ${m.message}`);
        }
      } catch (e) {
        judge('the Nu checker', [String(err || e)]);
        return done();
      }
      for (const [p, problems] of found) judge(`${p} nu`, problems);
      done();
    });
  });
}

// links follows every relative link of the pages and asks that there be a file.
async function links(dir, all, pages) {
  const there = new Set(all);
  for (const p of pages) {
    const html = await readFile(join(dir, p), 'utf8');
    const problems = [];
    for (const [, href] of html.matchAll(/ (?:href|action)="([^"#]*)[^"]*"/g)) {
      if (href === '' || /^[a-z]+:/.test(href) || p === '404.html' || href === 'search') continue;
      const to = new URL(href.replaceAll('&amp;', '&'), `http://x/${p}`).pathname.slice(1);
      if (!there.has(decodeURIComponent(to))) problems.push(`link to nothing: ${href}`);
    }
    judge(`${p} links`, problems);
  }
}

const browser = await chromium.launch({executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu']});
for (const dir of process.argv.slice(2)) {
  await stat(dir);
  const all = await files(dir);
  const pages = all.filter(p => p.endsWith('.html'));
  const kinds = new Map();
  for (const p of pages) {
    const k = /\bs\/[^/]+$/.test(p) && await leadsOn(join(dir, p)) ? 'moved' : kind(p);
    kinds.set(k, [...(kinds.get(k) || []), p]);
  }
  const shown = [...kinds].filter(([k]) => k !== 'moved'); // a browser goes on from the others before anyone can look
  const chosen = shown.flatMap(([, list]) => spread(list, perKind));
  const home = await readFile(join(dir, '404.html'), 'utf8'); // its links begin at the root of the host
  const under = /<a href="([^"]*)index\.html">/.exec(home)[1];
  const server = await serve(dir, under);
  const origin = `http://127.0.0.1:${server.address().port}`;
  // Lighthouse waits more than it works: it has a browser of its own, beside all else.
  const rated = rate(shown.filter(([k]) => k !== '404.html' && !/^hant |^hans /.test(k)), origin + under, dir);
  for (const width of [320, 1280]) {
    for (const scheme of ['light', 'dark']) {
      const tab = await open(browser, {viewport: {width, height: 900}, colorScheme: scheme, bypassCSP: true});
      for (const p of chosen) await look(tab, origin, under + p, `${p} ${width}px ${scheme}`);
      await tab.page.context().close();
    }
  }
  const large = await open(browser, {viewport: {width: 360, height: 740}, bypassCSP: true});
  for (const p of chosen) await reach(large, origin + under + p, p);
  for (const p of ['index.html', ...(kinds.get('edition') || []).slice(-1)]) {
    if (!/hard/.test(dir)) await ends(large, origin + under + p, join(dir, p), p);
  }
  await large.page.context().close();
  const phone = await open(browser, {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true, bypassCSP: true});
  for (const p of chosen.filter(p => /^a\/|\/a\//.test(p))) {
    await evidence(phone, origin + under + p, p);
    await quotes(browser, origin + under + p, p);
  }
  await phone.page.context().close();
  const tab = await open(browser, {javaScriptEnabled: false});
  for (const p of chosen) {
    await strict(tab, origin + under + p, p);
    if (p !== '404.html') await strict(tab, `file://${resolve(dir)}/${p}`, `${p} from the disk`); // its links begin at a host
  }
  await tab.page.context().close();
  await searches(browser, dir, all, origin + under);
  const many = [...kinds.values()].flatMap(list => spread(list, 12));
  await validate(dir, many);
  await nu(dir, many);
  await links(dir, all, many);
  for (const p of kinds.get('article') || []) {
    const size = gzipSync(await readFile(join(dir, p))).length;
    if (size > 12 << 10 && !/hard/.test(dir)) judge(`${p} size`, [`${size} bytes compressed`]);
  }
  await rated;
  server.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

// Works in the operator's room of a demo in Debian's chromium, with and without scripts, at 360 and 1280 pixels: logs in, adds a source,
// pauses one, changes a word, corrects a sentence, merges two stories, parts a report, tries a task again, logs out. Axe looks at each page, light and dark.
//
//   node room.mjs WAIDIAN [PORT]
//
// starts WAIDIAN demo itself. Prints what is wrong, then "N passed, N failed". Exit status 1 if anything failed.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [waidian, port = '8497'] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'waidian-room-'));
let passed = 0, failed = 0;
function judge(what, problems) {
  if (problems.length === 0) { passed++; return; }
  failed++;
  for (const p of problems.slice(0, 5)) console.log(`${what}: ${p}`);
}

const demo = spawn(waidian, ['demo', '--listen', `127.0.0.1:${port}`, '--data', data], {stdio: ['ignore', 'pipe', 'ignore']});
process.on('exit', () => demo.kill());
let said = '';
await new Promise((done, no) => {
  demo.stdout.on('data', d => { said += d; if (/^site: /m.test(said)) done(); });
  demo.on('exit', code => no(new Error(`the demo has ended with ${code}: ${said}`)));
});
const [, base, name, password] = /^operator's room: (\S+), name (\S+), password (\S+)$/m.exec(said);
const file = join(data, 'waidian.toml'), added = 'strait-observer-china';
const outlet = new RegExp(`id *= "${added}"[^\\[]*?\\nurl *= "([^"]*)"`).exec(readFileSync(file, 'utf8'))[1];
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox']});

// axed has axe look at a copy of what a page shows: pages of the room run no scripts, and let none in.
async function axed(page, what, scheme) {
  const problems = [];
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) problems.push(`wider than the window by ${over} pixels`);
  await page.emulateMedia({colorScheme: scheme});
  await page.evaluate(axe);
  const result = await page.evaluate(tags => window.axe.run(document, {runOnly: tags}), tags);
  for (const v of result.violations) problems.push(`axe ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)}`);
  judge(`${what} ${scheme}`, problems);
}

let turn = 0;
for (const scripts of [true, false]) {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({viewport: {width, height: 800}, javaScriptEnabled: scripts});
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', e => wrong.push(`error: ${e}`));
    page.on('request', r => { if (!r.url().startsWith(new URL(base).origin)) wrong.push(`asks elsewhere: ${r.url()}`); });
    const at = `${width} px ${scripts ? 'with' : 'without'} scripts`;
    const seen = async (what, words) => {
      await page.waitForLoadState();
      const text = await page.textContent('main');
      judge(`${what}, ${at}`, text.includes(words) ? [] : [`it does not say ${words}: ${text.replace(/\s+/g, ' ').slice(0, 300)}`]);
      if (scripts) await axed(page, `${what}, ${at},`, width > 360 ? 'light' : 'dark');
    };
    const go = path => page.goto(base + path);
    const press = what => page.click(`main button[value=${what}]`);
    await go('sources');
    await seen('the log-in', '登录');
    await page.fill('[name=name]', name);
    await page.fill('[name=password]', password);
    await page.click('main button');
    await seen('the sources', '渡口週報');

    await page.click('a[href^="sources/one?id=dukou-china"]');
    await press('pause');
    await seen('a source, paused', '已暂停');
    await press('resume');
    await seen('a source, resumed', 'source dukou-china: paused');

    execFileSync(waidian, ['-c', file, 'sources', 'remove', added], {stdio: 'ignore'});
    await go('sources/add');
    await page.fill('[name=address]', outlet);
    await press('look');
    await seen('what is at an address', '其中一篇，照这里读出的样子');
    await page.fill('[name=id]', added);
    await page.fill('main form:last-of-type [name=name]', `Added ${turn}`);
    await press('add');
    await seen('a source, added', `source ${added} added`);
    judge(`the source in the file, ${at}`, readFileSync(file, 'utf8').includes(`"Added ${turn}"`) ? [] : ['it is not there']);

    await go('beat');
    const words = await page.inputValue('[name=keywords]');
    const word = ['lighthouse', 'choir', 'voices', 'keepers'][turn++];
    await page.fill('[name=keywords]', `${words}\n${word}`);
    await press('try');
    await seen('words, tried', '在范围天数内列出的报道里');
    await press('save');
    await seen('words, saved', 'beat.keywords');
    judge(`words in the file, ${at}`, readFileSync(file, 'utf8').includes(`"${word}"`) ? [] : ['the word is not there']);

    await go('review');
    await seen('the digests that wait', '摘要待审');
    const found = execFileSync(waidian, ['-c', file, 'search', 'flood', '--json'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
    const digest = /"id":"(\w+)"/.exec(found)[1], nth = (what, n) => page.locator(`main button[value=${what}]`).nth(n).click();
    await page.fill('main [name=id]', digest);
    await page.click('main form button');
    await seen('a digest beside its report', '整篇摘要');
    await nth('approve', 0);
    await seen('a digest, approved', '已核可');
    await page.locator('.judged summary').nth(1).click();
    await page.locator('.judged textarea').nth(1).fill('共有77777艘船。');
    await nth('correct', 1);
    await seen('a correction, refused', '存疑');
    await press('undo');
    await seen('a digest, undone', '已撤回');
    await page.locator('summary', {hasText: '添加译名'}).click();
    await page.fill('[name=term]', `Ice Watch ${turn}`);
    await page.fill('[name=wording]', `冰情${turn}哨`);
    await press('term');
    await seen('a term, added', '译名已加');
    judge(`the term in the file, ${at}`, readFileSync(join(data, 'glossary.txt'), 'utf8').includes(`term | Ice Watch ${turn} | 冰情${turn}哨`) ? [] : ['it is not there']);

    await go('stories');
    await seen('the stories', '各家同题');
    await page.fill('[name=words]', 'bearing OR flood');
    await page.click('main form button');
    await seen('stories with some words', '家媒体');
    await page.click('main ul.rows a >> nth=0');
    await seen('a story', '相近的');
    const story = page.url(), reports = await page.locator('[form=leave]').count();
    await press('merge');
    await seen('two stories, merged', '已合为一题');
    const merged = await page.locator('[form=leave]').count();
    judge(`the reports of two stories, ${at}`, merged > reports ? [] : [`${merged} reports after the merge, ${reports} before`]);
    await page.click('main a >> text=看页面');
    judge(`the page of the merged story, ${at}`, (await page.locator('details.all li').count()) >= merged ? [] : ['it lacks reports']);
    await page.goto(story);
    await press('undo');
    await seen('a merge, undone', '已撤回');
    judge(`the reports as before, ${at}`, await page.locator('[form=leave]').count() === reports ? [] : ['they are others']);
    await page.check('[form=leave] >> nth=0');
    await press('split');
    await seen('a report, parted', '已移出');
    await press('undo');
    await page.click('main summary >> nth=0');
    await page.fill('[name=title]', '共有77777艘船');
    await press('rename');
    await seen('a headline, refused', '存疑');
    await page.check('[name=insist]');
    await press('rename');
    await seen('a story with a headline of its own', '编者拟题');
    await press('pin');
    await seen('a story, pinned', '已置顶');
    await page.goto(new URL('../', base).href);
    judge(`the front page, ${at}`, (await page.textContent('main')).includes('编者置顶') ? [] : ['nothing is pinned there']);
    if (scripts) await axed(page, `the front page with a pinned story, ${at},`, width > 360 ? 'light' : 'dark');
    await page.goto(story);
    await press('undo');
    await press('undo');
    await seen('a story as it was', '改名');
    await go('tasks');
    if (await page.$('main button[value=retry]')) {
      await press('retry');
      await seen('a task, tried again', '任务又排上了');
    } else await seen('the tasks', '没有。');
    await go('log');
    await seen('the log', '最近的在前');
    await go('');
    await seen('the first page', '待办');
    await page.click('nav button');
    await seen('the log-out', '密码');
    judge(`the whole, ${at}`, wrong);
    await context.close();
  }
}
await browser.close();
const ended = new Promise(done => demo.on('exit', done));
demo.kill();
await ended;
rmSync(data, {recursive: true, force: true});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

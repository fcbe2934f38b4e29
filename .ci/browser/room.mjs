// Works in the operator's room of a demo in Debian's chromium, with and without scripts, at 360 and 1280 pixels: logs in, adds a source,
// pauses one, changes a word, corrects a sentence and a headline, merges two stories, parts a report, tries a task again, logs out; types across the end of a
// log-in, beside another operator, and while the configuration is broken. Axe looks at each page, light and dark.
//
//   node room.mjs WAIDIAN [PORT [FOLDER]]
//
// starts WAIDIAN demo itself, and leaves pictures of the pages in FOLDER. Prints what is wrong, then "N passed, N failed". Exit status 1 if anything failed.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [waidian, port = '8497', pictures] = process.argv.slice(2);
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
      if (pictures) await page.screenshot({path: join(pictures, `${width}-${scripts ? 'js' : 'plain'}-${what.replace(/\W+/g, '-')}.png`), fullPage: true});
    };
    const logIn = async () => {
      await page.fill('[name=name]', name);
      await page.fill('[name=password]', password);
      await page.click('main button');
    };
    const go = path => page.goto(base + path);
    const press = what => page.click(`main button[value=${what}]`);
    // built looks at a page of the site until it shows what was done: where a build was under way, the next one begins within seconds.
    const built = async shows => {
      for (const until = Date.now() + 20_000; Date.now() < until && !await shows();) {
        await page.waitForTimeout(500);
        await page.reload();
      }
    };
    await go('sources');
    await seen('the log-in', '登录');
    await logIn();
    await seen('the sources', '渡口週報');

    await page.click('a[href^="sources/one?id=dukou-china"]');
    await press('pause');
    await seen('a source, paused', '已暂停');
    await press('resume');
    await seen('a source, resumed', '已写进配置文件，并已生效');
    await page.fill('[name=name]', ' ');
    await press('rename');
    await seen('a source without a name', '请填来源的名称');

    execFileSync(waidian, ['-c', file, 'sources', 'remove', added], {stdio: 'ignore'});
    await go('sources/add');
    await page.fill('[name=address]', 'javascript:alert(1)');
    await press('look');
    await seen('what is no address', '不是网址');
    await page.fill('[name=address]', outlet);
    await press('look');
    await seen('what is at an address', '试读其中一篇');
    await page.fill('[name=id]', added);
    await page.fill('main form:last-of-type [name=name]', `Added ${turn}`);
    await press('add');
    await seen('a source, added', '已写进配置文件，并已生效');
    judge(`the source in the file, ${at}`, readFileSync(file, 'utf8').includes(`"Added ${turn}"`) ? [] : ['it is not there']);

    await go('beat');
    const words = await page.inputValue('[name=keywords]');
    const word = ['lighthouse', 'choir', 'voices', 'keepers'][turn++];
    await page.fill('[name=keywords]', `${words}\n${word}`);
    await press('try');
    await seen('words, tried', '在所设天数内列出的报道中');
    await press('save');
    await seen('words, saved', '已写进配置文件，并已生效');
    await page.fill('[name=keywords]', `${words}\n${word}\ntyped ${turn}`);
    await context.clearCookies();
    await press('save');
    await seen('a form after the end of the log-in', '登录已经结束');
    await logIn();
    await seen('the form after the next log-in', '这是登录结束之前您写的');
    judge(`what was typed before the log-in, ${at}`, (await page.inputValue('[name=keywords]')).endsWith(`typed ${turn}`) && !readFileSync(file, 'utf8').includes(`typed ${turn}`) ? [] : ['it is lost, or done']);
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, right.replace('[beat]', '[beat]\ndays = = 3'));
    await press('save');
    await seen('words, while the configuration is broken', '不合 TOML 的写法');
    judge(`what was typed meanwhile, ${at}`, (await page.inputValue('[name=keywords]')).endsWith(`typed ${turn}`) ? [] : ['it is lost']);
    judge(`the status meanwhile, ${at}`, (await go('sources')).status() === 503 ? [] : ['it is not 503']);
    writeFileSync(file, right);
    await go('beat');
    await page.fill('[name=keywords]', word);
    await press('save');
    await seen('one word alone', '已写进配置文件，并已生效');
    const list = /\nkeywords = \[([^\]]*)\]/.exec(readFileSync(file, 'utf8'))[1];
    judge(`the list in the file, ${at}`, /\n[ \t]*\n/.test(list) ? [`it has blank lines: ${list}`] : []);
    await page.fill('[name=keywords]', `${words}\n${word}`);
    await press('save');
    judge(`words in the file, ${at}`, readFileSync(file, 'utf8').includes(`"${word}"`) ? [] : ['the word is not there']);

    await go('review');
    await seen('the digests that wait', '摘要待审定');
    const found = execFileSync(waidian, ['-c', file, 'search', 'flood', '--json'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
    const digest = /"id":"(\w+)"/.exec(found)[1], nth = (what, n) => page.locator(`main button[value=${what}]`).nth(n).click();
    await page.fill('main [name=id]', digest);
    await page.click('main form button');
    await seen('a digest beside its report', '整篇摘要');
    await nth('approve', 0);
    await seen('a digest, approved', '已审定');
    await page.locator('.judged summary').nth(1).click();
    await page.locator('.judged textarea').nth(1).fill('共有77777艘船。');
    await nth('correct', 1);
    await seen('a correction, refused', '存疑');
    await press('undo');
    await seen('a digest, undone', '已撤销');
    if (await page.locator('#d0').count()) {
      const before = await page.inputValue('#d0 textarea');
      await page.click('#d0 summary');
      await page.fill('#d0 textarea', `${before}又`);
      await page.check('#d0 [name=insist]');
      await page.click('#d0 button[value=correct]');
      await seen('a headline, corrected', '已校订');
      const review = page.url();
      const path = /"page":"([^"]*)"/.exec(execFileSync(waidian, ['-c', file, 'search', 'flood', '--json'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}))[1];
      await page.goto(new URL('../' + path, base).href);
      await built(async () => (await page.title()).includes('又 [人工校订]'));
      judge(`the title of the report, ${at}`, (await page.title()).includes('又 [人工校订]') ? [] : [`it is ${await page.title()}`]);
      judge(`the heading of the report, ${at}`, (await page.textContent('article header')).includes('又 人工校订') ? [] : ['it has no mark']);
      if (scripts) await axed(page, `a report with a headline by hand, ${at},`, width > 360 ? 'light' : 'dark');
      if (pictures) await page.screenshot({path: join(pictures, `${width}-${scripts ? 'js' : 'plain'}-headline-by-hand.png`)});
      await page.goto(review);
      await press('undo');
    } else judge(`a digest with a headline, ${at}`, ['there is none']);
    await page.locator('summary', {hasText: '添加译名'}).click();
    await page.fill('[name=term]', `Ice Watch ${turn}`);
    await page.fill('[name=wording]', `冰情${turn}哨`);
    await press('term');
    await seen('a term, added', '译名已加');
    judge(`the term in the file, ${at}`, readFileSync(join(data, 'glossary.txt'), 'utf8').includes(`term | Ice Watch ${turn} | 冰情${turn}哨`) ? [] : ['it is not there']);

    await go('stories');
    await seen('the stories', '事件');
    await page.fill('[name=words]', 'bearing OR flood');
    await page.click('main form button');
    await seen('stories with some words', '家媒体');
    await page.click('main ul.rows a >> nth=0');
    await seen('a story', '相近的事件');
    judge(`the ways to the review, ${at}`, await page.locator('main ul.rows a[href^="../review/one?id="]').count() > 0 ? [] : ['there are none']);
    judge(`what nearness is, ${at}`, (await page.textContent('main')).includes('到 1 就足以归为同一事件') ? [] : ['it is not said']);
    const story = page.url(), reports = await page.locator('[form=leave]').count();
    await press('merge');
    await seen('two stories, merged', '已并为一个事件');
    const merged = await page.locator('[form=leave]').count();
    judge(`the reports of two stories, ${at}`, merged > reports ? [] : [`${merged} reports after the merge, ${reports} before`]);
    await page.click('main a >> text=查看页面');
    await built(async () => await page.locator('details.all li').count() >= merged);
    judge(`the page of the merged story, ${at}`, (await page.locator('details.all li').count()) >= merged ? [] : ['it lacks reports']);
    await page.goto(story);
    await press('undo');
    await seen('a merge, undone', '已撤销');
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
    const other = await context.newPage();
    await other.goto(story);
    await press('pin');
    await seen('a story, pinned', '已置顶');
    await other.locator('main summary').nth(0).click();
    await other.fill('[name=title]', '第二位拟的题');
    await other.click('main button[value=rename]');
    await other.waitForLoadState();
    judge(`whoever comes second, ${at}`, (await other.textContent('main')).includes('这一事件已变') && await other.inputValue('[name=title]') === '第二位拟的题' ? [] : ['is not told, or loses what was typed']);
    if (scripts) await axed(other, `a story, changed meanwhile, ${at},`, width > 360 ? 'light' : 'dark');
    if (pictures) await other.screenshot({path: join(pictures, `${width}-${scripts ? 'js' : 'plain'}-second.png`), fullPage: true});
    await other.close();
    await page.goto(new URL('../', base).href);
    await built(async () => (await page.textContent('main')).includes('编者置顶'));
    judge(`the front page, ${at}`, (await page.textContent('main')).includes('编者置顶') ? [] : ['nothing is pinned there']);
    if (scripts) await axed(page, `the front page with a pinned story, ${at},`, width > 360 ? 'light' : 'dark');
    await page.goto(story);
    await press('undo');
    await press('undo');
    await seen('a story as it was', '改名');
    await go('tasks');
    if (await page.$('main button[value=retry]')) {
      await press('retry');
      await seen('a task, tried again', '任务已重新排队');
    } else await seen('the tasks', '没有。');
    await go('log');
    await seen('the log', '最近的在前');
    judge(`the log has the time of the desk, ${at}`, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Za-z]/m.test(await page.textContent('main pre')) ? [] : ['it has not']);
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

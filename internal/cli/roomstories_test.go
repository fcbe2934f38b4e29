package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// TestStoriesInTheRoom: stories are found by words, merged, parted, named and pinned, each of which can be undone; a report is taken down with
// a reason and is in no file of the site then. All of it is what the commands do, and on the pages at once.
func TestStoriesInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("serve", "--listen", "127.0.0.1:0")
	w := b.browse(address)
	listed := regexp.MustCompile(`<a href="stories/one\?id=(\w+)">`).FindAllStringSubmatch(w.get(200, "stories", "事件"), -1)
	if len(listed) < 2 {
		t.Fatalf("%d stories", len(listed))
	}
	id, other := listed[0][1], listed[1][1]
	w.get(200, "stories?words=flood", `stories/one\?id=`)
	w.get(200, "stories?words=nowhereinanyreport", "没有找到。")
	w.get(200, "stories?words=from:notaday", `“from:notaday”不是日期(?s:.*)value="from:notaday"`)
	w.get(404, "stories/one?id=none", "没有“none”这一事件")

	one := "stories/one?id=" + id
	page := w.get(200, one, `<form id="leave"(?s:.*)name="other" value="\w+"`)
	before := strings.Count(page, `form="leave"`)
	w.do(422, one, "没有“nowhere”这一事件", "do", "merge", "other", "nowhere")
	w.do(422, one, "本来就是同一事件", "do", "merge", "other", id)
	w.do(200, one, "已并为一个事件(?s:.*)并入", "do", "merge", "other", address+"s/"+other+".html")
	if site := w.site("s/" + other + ".html"); !strings.Contains(site, "url=../s/"+id+".html") {
		t.Errorf("the page of the other story does not lead here:\n%s", site)
	}
	w.get(200, "stories/one?id="+other, `one\?id=`+id)
	w.do(200, one, "已撤销", "do", "undo", "ruling", "1")
	if now := strings.Count(w.get(200, one, ""), `form="leave"`); now != before {
		t.Errorf("%d reports after the merge was undone, %d before", now, before)
	}

	w.do(422, one, "勾选", "do", "split", "report", "")
	leaves := regexp.MustCompile(`name="report" value="(\w+)" aria-label`).FindStringSubmatch(page)[1]
	w.do(200, one, "已移出", "do", "split", "report", leaves)
	w.do(200, one, "已撤销", "do", "undo", "ruling", "2")
	w.do(422, one, "没有这项决定", "do", "undo", "ruling", "x")

	w.do(422, one, `规则对这个标题有异议(?s:.*)77777(?s:.*)<details open>(?s:.*)value="共有77777艘船"(?s:.*)name="insist"`, "do", "rename", "title", "共有77777艘船")
	w.do(200, one, "标题已改(?s:.*)编者拟题", "do", "rename", "title", "共有77777艘船", "insist", "yes")
	if site := w.site("s/" + id + ".html"); !strings.Contains(site, "共有77777艘船</h1>") {
		t.Error("the page of the story has another headline")
	}
	w.do(200, one, "已置顶", "do", "pin")
	if site := w.site("index.html"); !strings.Contains(site, "编者置顶") || !strings.Contains(site, "共有77777艘船") {
		t.Error("the front page does not have the pinned story")
	}
	w.do(422, one, "已经置顶", "do", "pin")

	w.do(200, one, "已撤下(?s:.*)媒体要求", "do", "down", "report", leaves, "tell", "应权利人要求", "why", "媒体要求")
	if told := b.toldOf(news.ArticleID(leaves)); !strings.Contains(told, "应权利人要求") || strings.Contains(told, "媒体要求") {
		t.Errorf("at the address of the report readers are told %s", told)
	}
	if out, err := b.command(0, "takedown").CombinedOutput(); err != nil || !strings.Contains(string(out), leaves) || !strings.Contains(string(out), "媒体要求") {
		t.Errorf("%v: %s", err, out)
	}
	w.do(422, one, "没有“none”这篇报道", "do", "down", "report", "none")
	w.do(200, "stories", "已重新显示", "do", "back", "report", leaves)
	b.end(cmd, rest)
}

// toldOf is all that the files of a report say.
func (b *bench) toldOf(id news.ArticleID) (told string) {
	b.t.Helper()
	if err := filepath.WalkDir(filepath.Join(b.dir, "data/site/a"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !page.IsOf(path, id) {
			return err
		}
		text, err := os.ReadFile(path)
		told += string(text)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return told
}

// site is a page of the site of which this is the room.
func (w *browser) site(path string) string {
	w.t.Helper()
	res, err := w.http.Get(strings.TrimSuffix(w.base, "desk/") + path)
	return w.read(res, err, 200, path, "")
}

// TestTwoDecideOnOneStory: whoever decides on a story from a page that another operator has overtaken is told, whatever the decision is, with what was
// typed kept; sent again from what the page shows now, it is done. New reports alone overtake nobody.
func TestTwoDecideOnOneStory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("serve", "--listen", "127.0.0.1:0")
	w := b.browse(address)
	listed := regexp.MustCompile(`<a href="stories/one\?id=(\w+)">`).FindAllStringSubmatch(w.get(200, "stories", ""), -1)
	one, other := "stories/one?id="+listed[0][1], listed[1][1]
	report := regexp.MustCompile(`name="report" value="(\w+)" aria-label`).FindStringSubmatch(w.get(200, one, ""))[1]
	const told = "打开这一页之后，这一事件已变"
	for i, c := range []struct {
		kept  string
		typed []string
	}{
		{`<details open>(?s:.*)value="第二位拟的题"(?s:.*)value="yes" checked`, []string{"do", "rename", "title", "第二位拟的题", "insist", "yes"}},
		{`name="other"[^>]* value="` + other + `"`, []string{"do", "merge", "other", other}},
		{`value="` + report + `" checked`, []string{"do", "split", "report", report}},
		{"", []string{"do", "pin"}},
		{"", []string{"do", "undo", "ruling", "1"}},
		{`<details open><summary[^>]*撤下(?s:.*)value="给读者"(?s:.*)value="给自己"`, []string{"do", "down", "report", report, "tell", "给读者", "why", "给自己"}},
	} {
		page := w.get(200, one, "")
		w.do(200, one, "标题已改", "do", "rename", "title", strings.Repeat("第一位拟的题", i+1), "insist", "yes")
		w.send(422, one, page, told+`(?s:.*)`+c.kept, c.typed...)
	}
	again := w.send(422, one, w.send(422, one, w.get(200, one, ""), "", "do", "merge", "other", "nowhere", "seen", "of before"), "没有“nowhere”", "do", "merge", "other", "nowhere")
	w.send(200, one, again, "已并为一个事件", "do", "merge", "other", other)
	page := w.get(200, one, "")
	w.do(200, one, "已撤下", "do", "down", "report", report)
	w.send(422, one, page, told, "do", "down", "report", report)
	b.end(cmd, rest)
}

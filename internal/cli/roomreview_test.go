package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestDigestsAreRevisedInTheRoom: an editor reads a digest beside its report, is told what the rules find in other words, keeps what was
// typed, and finds the correction, under the editor's name, on the page and in the command; a form of before is refused.
func TestDigestsAreRevisedInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all").Run()
	b.operator()
	id := digested(t, b.command(0, "search", "ferry OR harbour OR squid OR port", "--json"))
	cmd, address, _ := b.start("serve", "--listen", "127.0.0.1:0")
	defer cmd.Process.Kill()
	w := b.browse(address)
	w.get(200, "review", "审校(?s:.*)有 0 篇摘要待审定")
	one := "review/one?id=" + id
	page := w.get(200, one, `已刊出(?s:.*)<mark>`)
	said := regexp.MustCompile(`<textarea name="text" rows="3" lang="zh-Hans" required>([^<]*)</textarea>`).FindAllStringSubmatch(page, -1)
	if len(said) < 2 {
		t.Fatal(page)
	}
	ground := regexp.MustCompile(`name="ground" value="([^"]*)"`).FindStringSubmatch(page)[1]
	w.send(422, one, page, `规则对这一句有异议.*\n存疑(?s:.*)<details open>(?s:.*)required>共有77777艘船。</textarea>`, "do", "correct", "n", "1", "text", "共有77777艘船。", "ground", ground)
	page = w.get(200, one, "")
	w.send(200, one, page, `已审定`, "do", "approve", "n", "1")
	w.send(200, one, w.get(200, one, ""), `已审定`, "do", "approve", "n", "0")
	w.send(422, one, w.get(200, one, ""), "这篇摘要已被改过", "do", "hide", "n", "-1", "seen", "of before")
	w.send(200, one, w.get(200, one, ""), `已隐去(?s:.*)已被人工隐去(?s:.*)ann`, "do", "hide", "n", "-1")
	w.get(200, "review", "有 1 篇摘要待审定(?s:.*)"+id)
	w.send(200, one, w.get(200, one, ""), `已撤销(?s:.*)已刊出`, "do", "undo", "n", "-1")
	w.get(404, "review/one?id=none", "没有“none”这篇报道")
	out, err := b.command(0, "digest", "show", id).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "approve, sentence 1, by ann") {
		t.Errorf("%v: %s", err, out)
	}
}

// digested is the identifier of a report that has a digest by a model.
func digested(t *testing.T, search *exec.Cmd) string {
	t.Helper()
	out, err := search.Output()
	for line := range strings.Lines(string(out)) {
		if id := regexp.MustCompile(`"digest_title":"[^"]+","id":"(\w+)"`).FindStringSubmatch(line); id != nil {
			return id[1]
		}
	}
	t.Fatalf("no report has a digest: %v, %s", err, out)
	return ""
}

// TestTermsAreAddedInTheRoom: where an editor corrects, a term goes into the glossary, which the running desk takes up at once; of two who change the
// glossary at the same time nobody loses anything, and the second is told.
func TestTermsAreAddedInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all").Run()
	b.operator()
	id := digested(t, b.command(0, "search", "ferry OR harbour OR squid OR port", "--json"))
	cmd, address, rest := b.start("run", "--listen", "127.0.0.1:0")
	w := b.browse(address)
	one := "review/one?id=" + id
	page := w.get(200, one, "添加译名")
	w.send(200, one, page, "译名已加(?s:.*)已写进配置文件，并已生效", "do", "term", "term", "Ice Watch", "wording", "冰情哨", "kind", "org")
	own := filepath.Join(b.dir, "glossary.txt")
	is := func(want string) {
		t.Helper()
		if got, err := os.ReadFile(own); err != nil || string(got) != want {
			t.Fatalf("%v:\n%s\nwant\n%s", err, got, want)
		}
	}
	is("org | Ice Watch | 冰情哨\n")
	if text := b.configText(); strings.Count(text, `glossary = "glossary.txt"`) != 1 {
		t.Error(text)
	}

	page = w.get(200, one, "")
	by := "# by hand\norg | Ice Watch | 冰情站\n"
	if err := os.WriteFile(own, []byte(by), 0o600); err != nil {
		t.Fatal(err)
	}
	w.send(422, one, page, `glossary.txt 已被改过(?s:.*)<details open>(?s:.*)value="Ice Desk"(?s:.*)value="冰情台"(?s:.*)value="place" selected`,
		"do", "term", "term", "Ice Desk", "wording", "冰情台", "kind", "place")
	is(by)
	w.do(200, one, "译名已加(?s:.*)并已生效", "do", "term", "term", "Ice Desk", "wording", "冰情台", "kind", "term")
	is(by + "term | Ice Desk | 冰情台\n")
	w.do(422, one, "须是拉丁字母", "do", "term", "term", "冰", "wording", "冰", "kind", "term")
	w.do(422, one, "请选一个类别", "do", "term", "term", "Ice", "wording", "冰", "kind", "country")
	is(by + "term | Ice Desk | 冰情台\n")

	// The check goes by it at once: another rendering of the term is found in a correction.
	page = w.get(200, one, "")
	ground := regexp.MustCompile(`name="ground" value="([^"]*)"`).FindStringSubmatch(page)[1]
	w.send(422, one, page, "规则对这一句有异议", "do", "correct", "n", "1", "text", "冰情台称，共有77777艘船。", "ground", ground)
	b.end(cmd, rest)

	// A process that serves, with no desk at work, goes by it at once too.
	cmd, address, rest = b.start("serve", "--listen", "127.0.0.1:0")
	w = b.browse(address)
	w.do(200, one, "译名已加", "do", "term", "term", "Ice Pilot", "wording", "冰区引航员", "kind", "term")
	is(by + "term | Ice Desk | 冰情台\nterm | Ice Pilot | 冰区引航员\n")
	b.end(cmd, rest)
}

// TestApprovalsArePublishedWhileTheDeskWorks: what is approved in the room, or by a command, while a desk works or while the site is only served,
// is on the site without a further command; in the room when the page answers, unless the desk is building.
func TestApprovalsArePublishedWhileTheDeskWorks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.replace("review = \"off\"", "review = \"hold\"")
	b.command(0, "collect", "--all").Run()
	b.operator()
	out, err := b.command(0, "digest", "waiting").Output()
	waiting := regexp.MustCompile(`(?m)^(\w{10})  `).FindAllStringSubmatch(string(out), -1)
	if err != nil || len(waiting) < 4 {
		t.Fatalf("%v: %s", err, out)
	}
	page := func(id string) string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(b.dir, "data/site/a/*/*/*/*-"+id+".html"))
		if err != nil || len(found) != 1 {
			t.Fatalf("pages of %s: %v, %v", id, found, err)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	const waits = "摘要待人工审定"
	for i, process := range []string{"run", "serve"} {
		cmd, address, rest := b.start(process, "--listen", "127.0.0.1:0")
		w := b.browse(address)
		for _, id := range []string{waiting[2*i][1], waiting[2*i+1][1]} {
			if !strings.Contains(page(id), waits) {
				t.Fatalf("%s does not wait", id)
			}
		}
		by := waiting[2*i][1]
		w.do(200, "review/one?id="+by, "已审定", "do", "approve", "n", "-1")
		command := waiting[2*i+1][1]
		if out, err := b.command(0, "digest", "approve", command, "--by", "Wen").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, id := range []string{by, command} {
			for strings.Contains(page(id), waits) { // until the desk has built, or the test ends
				runtime.Gosched()
			}
		}
		b.end(cmd, rest)
	}
}

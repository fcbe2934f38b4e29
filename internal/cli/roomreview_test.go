package cli

import (
	"os/exec"
	"regexp"
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
	w.get(200, "review", "审校(?s:.*)有 0 篇摘要待审")
	one := "review/one?id=" + id
	page := w.get(200, one, `已刊出(?s:.*)<mark>`)
	said := regexp.MustCompile(`<textarea name="text" rows="3" lang="zh-Hans" required>([^<]*)</textarea>`).FindAllStringSubmatch(page, -1)
	if len(said) < 2 {
		t.Fatal(page)
	}
	ground := regexp.MustCompile(`name="ground" value="([^"]*)"`).FindStringSubmatch(page)[1]
	w.send(422, one, page, `the rules find something in it\n存疑(?s:.*)<details open>(?s:.*)required>共有77777艘船。</textarea>`, "do", "correct", "n", "1", "text", "共有77777艘船。", "ground", ground)
	page = w.get(200, one, "")
	w.send(200, one, page, `已核可`, "do", "approve", "n", "1")
	w.send(422, one, w.get(200, one, ""), "was changed meanwhile", "do", "hide", "n", "-1", "seen", "of before")
	w.send(200, one, w.get(200, one, ""), `已隐去(?s:.*)已被人工撤下(?s:.*)ann`, "do", "hide", "n", "-1")
	w.get(200, "review", "有 1 篇摘要待审(?s:.*)"+id)
	w.send(200, one, w.get(200, one, ""), `已撤回(?s:.*)已刊出`, "do", "undo", "n", "-1")
	w.get(404, "review/one?id=none", "there is no article none")
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

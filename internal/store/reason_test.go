package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestOldReasons reads digests as older versions kept them: with the reason of a finding
// in English.
func TestOldReasons(t *testing.T) {
	for _, c := range []struct {
		old  string
		want news.Finding
	}{
		{`{"Rule":"number_mismatch","Span":"数以十万计","Why":"the report has \"More than 100,000\"","Found":"More than 100,000","Rejects":true}`,
			news.Finding{Rule: news.NumberRule, Reason: news.OtherWords, Span: "数以十万计", Found: "More than 100,000", Rejects: true}},
		{`{"Rule":"number_mismatch","Span":"三成","Why":"the report has \"a \\\"third\\\"\"","Rejects":true}`, // before Found was kept
			news.Finding{Rule: news.NumberRule, Reason: news.OtherWords, Span: "三成", Found: `a "third"`, Rejects: true}},
		{`{"Rule":"date_mismatch","Span":"周五","Why":"the report has \"Wednesday night\", which is 31 January 2024","Found":"Wednesday night","Rejects":true}`,
			news.Finding{Rule: news.DateRule, Reason: news.OtherDay, Arg: "2024-01-31", Span: "周五", Found: "Wednesday night", Rejects: true}},
		{`{"Rule":"number_mismatch","Span":"三","Why":"the report has 100,000","Found":"","Rejects":false}`,
			news.Finding{Rule: news.NumberRule, Reason: news.Remark, Arg: "the report has 100,000", Span: "三"}},
		{`{"Rule":"name_not_in_source","Span":"王小红","Why":"Wang Xiaohong is customarily 王小洪","Found":"","Rejects":false}`,
			news.Finding{Rule: news.NameRule, Reason: news.CustomaryName, Arg: "Wang Xiaohong", Of: "王小洪", Span: "王小红"}},
		{`{"Rule":"unsupported","Span":"一句","Why":"it is empty","Found":"","Rejects":true}`,
			news.Finding{Rule: news.JudgeRule, Reason: news.Remark, Arg: "it is empty", Span: "一句", Rejects: true}},
		{`{"Rule":"supported","Span":"","Why":"","Rejects":false}`, news.Finding{Rule: news.Supported}},
		{`{"Rule":"malformed","Reason":"said_twice","Arg":"","Of":"","Span":"一","Found":"","Rejects":true}`,
			news.Finding{Rule: news.FormRule, Reason: news.SaidTwice, Span: "一", Rejects: true}},
	} {
		raw := fmt.Sprintf(`{"Article":"x","Version":2,"Title":"say \"Why\":\"","Summary":[{"Text":"一","Evidence":[1],"Findings":[%s]},{"Text":"二","Evidence":null,"Findings":null}],`+
			`"By":"m","Reason":"rejected","LeftOut":[{"Text":"三","Why":[%[1]s]}]}`, c.old)
		want := news.Digest{Article: "x", Version: 2, Title: `say "Why":"`, By: "m", Reason: news.DigestRejected,
			Summary: []news.Claim{{Text: "一", Evidence: []int{1}, Findings: []news.Finding{c.want}}, {Text: "二"}},
			LeftOut: []news.Reject{{Text: "三", Why: []news.Finding{c.want}}}}
		got, err := unpackDigest(blobs.enc.EncodeAll([]byte(raw), nil))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("of %s\ngot  %+v, %v\nwant %+v", c.old, got, err, want)
		}
	}
}

// TestOldReasonsAreKnown reads back what Finding.Why says of every reason: it says what was
// kept when reasons were English. A reason that came later, or whose words have changed,
// has to be passed over here.
func TestOldReasonsAreKnown(t *testing.T) {
	later := []news.ReasonCode{news.SameNews, news.RepeatsHeadline, news.MixedLanguages, news.MixedScripts, news.HoldsPictograph,
		news.HoldsItemNumber, news.TurnsItself, news.TwoRenderings, news.HedgeDropped, news.OtherRole, news.OtherSpeaker,
		news.SpeakerAbsent, news.TitleAlone, news.HalfFails, news.OtherReport, news.UnevenLength, news.UnknownReport, news.NamesLetter,
		news.GroundsNothing, news.OneOutletAlone, news.MixesReports, news.NoSuchValue, news.NotOneThing, news.NoLongerSo, news.SaidElsewhere,
		news.NothingOpen, news.OfAnOutlet, news.NoSuchRank}
	for _, code := range news.Reasons() {
		if slices.Contains(later, code) {
			continue
		}
		want := news.Finding{Rule: news.FormRule, Reason: code}
		text := news.Finding{Reason: code, Arg: "{arg}", Of: "{of}", Found: "{found}"}.Why()
		if strings.Contains(text, "{found}") {
			want.Found = "more"
		}
		if strings.Contains(text, "{arg}") {
			want.Arg = "17"
		}
		if strings.Contains(text, "{of}") {
			want.Of = "3"
		}
		if code == news.OtherDay {
			want.Arg = "2024-02-02"
		}
		old, err := json.Marshal(map[string]any{"Summary": []any{map[string]any{"Findings": []any{map[string]any{"Rule": want.Rule, "Why": want.Why()}}}}})
		if err != nil {
			t.Fatal(err)
		}
		d, err := decodeDigest(old)
		if err != nil || d.Summary[0].Findings[0] != want {
			t.Errorf("%q is read as %+v, %v; want %+v", want.Why(), d.Summary[0].Findings[0], err, want)
		}
	}
}

func TestDigestRoundTrip(t *testing.T) {
	want := news.Digest{Article: "x", Summary: []news.Claim{{Text: "一", Findings: []news.Finding{{Rule: news.NameRule, Reason: news.NotNamed, Arg: "Tsai", Span: "蔡"}}}},
		LeftOut: []news.Reject{{Text: `"Why":"`, Why: []news.Finding{{Rule: news.FormRule, Reason: news.Markup}}}}}
	b, err := pack(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := unpackDigest(b); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := unpackDigest([]byte("torn")); err == nil {
		t.Error("torn bytes were read")
	}
	if _, err := unpackDigest(blobs.enc.EncodeAll([]byte(`{"Why":"`), nil)); err == nil {
		t.Error("half a digest was read")
	}
}

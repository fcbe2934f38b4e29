package digest

import (
	"regexp"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Kinds of reports that are written in another way than news, as a prompt names them.
const (
	kindLive      = "live blog"
	kindOpinion   = "opinion"
	kindInterview = "interview"
	kindAnalysis  = "analysis"
	kindExplainer = "explainer"
	kindTest      = "review or product test"
)

// sections are those of outlets that have one kind of report, whole.
var sections = map[string]string{
	"opinion": kindOpinion, "opinions": kindOpinion, "comment": kindOpinion, "commentisfree": kindOpinion, "comment is free": kindOpinion,
	"editorial": kindOpinion, "editorials": kindOpinion, "op-ed": kindOpinion, "commentary": kindOpinion, "columns": kindOpinion, "columnists": kindOpinion,
	"letters": kindOpinion, "viewpoint": kindOpinion, "voices": kindOpinion, "ideas": kindOpinion,
	"meinung": kindOpinion, "kommentar": kindOpinion, "kommentare": kindOpinion, "leitartikel": kindOpinion, "gastbeitrag": kindOpinion,
	"tribune": kindOpinion, "tribunes": kindOpinion, "éditorial": kindOpinion, "éditoriaux": kindOpinion, "chroniques": kindOpinion, "opinión": kindOpinion,
	"社説": kindOpinion, "オピニオン": kindOpinion, "コラム": kindOpinion, "评论": kindOpinion, "評論": kindOpinion, "社评": kindOpinion, "社論": kindOpinion, "社论": kindOpinion, "观点": kindOpinion, "觀點": kindOpinion,
	"analysis": kindAnalysis, "news analysis": kindAnalysis, "analyse": kindAnalysis, "análisis": kindAnalysis, "解説": kindExplainer,
	"interview": kindInterview, "interviews": kindInterview, "entretien": kindInterview, "entretiens": kindInterview, "entrevista": kindInterview, "インタビュー": kindInterview,
	"explainer": kindExplainer, "explainers": kindExplainer, "explained": kindExplainer, "faq": kindExplainer,
	"reviews": kindTest, "product reviews": kindTest, "hands-on": kindTest, "tests": kindTest,
}

// headed matches a headline that names its kind: "Opinion | …", "Explainer: …".
var headed = regexp.MustCompile(`^(?i:(live(?: updates)?|live blog|liveticker|newsblog|en direct)|(opinion|comment|commentary|editorial|op-ed|kommentar|meinung|社説|社评|社論|评论|評論)` +
	`|(interview|entretien|entrevista|访谈|訪談|专访|專訪)|(analysis|analyse)|(explainer|explained))\s*[:：|｜–—]`)

// kindOf is the kind of a report, where its page, its section or its headline says so; ""
// where a model has to tell.
func kindOf(a news.Article) string {
	if a.Kind == news.PageLive {
		return kindLive
	}
	if m := headed.FindStringSubmatch(a.Title); m != nil {
		for i, k := range []string{kindLive, kindOpinion, kindInterview, kindAnalysis, kindExplainer} {
			if m[i+1] != "" {
				return k
			}
		}
	}
	return sections[strings.ToLower(strings.TrimSpace(a.Section))]
}

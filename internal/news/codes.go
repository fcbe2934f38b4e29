package news

// The lists of codes, in the order of their declaration. Reasons and NoteCodes are beside theirs.

// PageKinds returns all kinds of page.
func PageKinds() []PageKind {
	return []PageKind{PageArticle, PageLive, PagePaywall, PageVideo, PageHeadline, PageConsent, PageNone}
}

// MissingCodes returns all codes that say why a report has no digest of a model.
func MissingCodes() []Missing {
	return []Missing{NoModel, DigestWaiting, DigestRejected, DigestUnusable, CopyOfAnother, CopyHasOne, HeadlineAlone, ModelUnfit, DigestHeld}
}

// Rules returns all rules of a check.
func Rules() []Rule {
	return []Rule{Supported, NumberRule, NameRule, DateRule, QuoteRule, FormRule, NegateRule, HedgeRule, RoleRule, SpeakerRule, JudgeRule,
		GroundRule, OutletsRule, ValueRule, ThingRule, CurrentRule, AloneRule, OpenRule, OutletRule}
}

// StoryRules returns the rules by which the sentences on the reports of an event are checked, in the order in which they are told.
func StoryRules() []Rule {
	return []Rule{FormRule, QuoteRule, NameRule, NumberRule, DateRule, NegateRule, HedgeRule, RoleRule, SpeakerRule,
		GroundRule, OutletsRule, ValueRule, ThingRule, CurrentRule, AloneRule, OpenRule, OutletRule}
}

// Grants returns all rights, from the widest to the narrowest.
func Grants() []Rights { return []Rights{RightsFull, RightsExcerpt, RightsLink} }

// SourceKinds returns all kinds of source.
func SourceKinds() []SourceKind { return []SourceKind{KindFeed, KindNewsSitemap, KindSection} }

// FigureKinds returns all kinds of difference between the values of a figure.
func FigureKinds() []FigureKind {
	return []FigureKind{FigureLater, FigureGrew, FigureBasis, FigureDisputed, FigureCorrected}
}

// UnreadCauses returns all causes why it cannot be told whether an outlet reports an event.
func UnreadCauses() []UnreadCause { return []UnreadCause{UnreadFailing, UnreadHeadline, UnreadBuried} }

// RankReasons returns all terms of the score of an event in an edition, in the order in which equal ones are named.
func RankReasons() []RankReason {
	return []RankReason{
		RankWithdrawn, RankCorrected, RankEdited, RankRetitled, RankFigures, RankNew, RankDevelopment, RankBreadth, RankTopic, RankOnly,
	}
}

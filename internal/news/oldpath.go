package news

// OldPath is a file of the site that kept a report before this desk did, and the report. Whoever has noted the address finds the report
// by it. Path is relative to the root of the site, without an escape: "2020-05-04/lock/index.html"; see page.OldPath.
type OldPath struct {
	Path    string
	Article ArticleID
}

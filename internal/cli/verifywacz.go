package cli

import (
	"archive/zip"
	"fmt"
	"io"
	"slices"

	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wacz"
)

// verifyWACZ checks the files of a web archive by its own lists, its index and pages by its records, and all by the log that it carries,
// if it does.
func verifyWACZ(a *app, name string, z *zip.Reader, f io.ReaderAt, size int64, given trusted) error {
	say := func(format string, args ...any) {
		fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), fmt.Sprintf(format, args...))
	}
	pkg, err := wacz.Verify(f, size)
	if err != nil {
		return err
	}
	c, err := compareWACZ(z, pkg, given.keys...)
	if err != nil {
		return err
	}
	if err := c.err(); err != nil {
		return err
	}
	var signed []string
	if c.log != nil {
		if signed, err = witnessedIn(z, given); err != nil {
			return err
		}
	}
	if pkg.Sound == pkg.Files {
		say("%s, all as datapackage.json says", text.Count(pkg.Files, "file", "files"))
	} else {
		say("%d of %s as datapackage.json says", pkg.Sound, text.Count(pkg.Files, "file is", "files are"))
	}
	for _, why := range pkg.Unchecked {
		say("not compared: %s", shown(why))
	}
	if c.in.lines == 0 {
		say("there is no index in it that could be compared with its records")
	} else {
		say("%s to a record, and what it says of that is so", text.Count(c.in.lines, "line of the index leads", "lines of the index lead each"))
	}
	for _, line := range slices.Concat(c.shows(given), signed) {
		say("%s", line)
	}
	switch {
	case c.log != nil:
		fmt.Fprint(a.Stdout, given.shows()+archiveNotShown)
	case given.keys != nil:
		return errNoLog
	}
	return nil
}

// archiveNotShown is what the log in a web archive does not show.
const archiveNotShown = `Not shown: that the report is true, that the outlet sent these bytes, that the desk's clock was right; nor anything of what no
leaf says: the other fields of an answer's head, its request, the titles and the looks in the list of pages; nor that the
sources and outlets are those that the list names; nor that the file has all that the desk had.
`

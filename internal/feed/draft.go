package feed

import (
	"strconv"
	"strings"
)

// draft is what a channel or an item says, before it is settled which of
// several statements of one thing counts.
type draft struct {
	title, titleAlt           string // the format's own; those of modules
	summary, summaryAlt       string
	descriptionAlt            string
	contentAlt                string
	rights, rightsAlt         string
	link, linkAny, linkBurner string // alternate; of any kind; feedburner:origLink
	id                        string
	guid, permalink           bool // the id is RSS's guid, and an address
	self, hub                 string
	language                  string // language element or dc:language
	textLanguage              string // xml:lang in force where the text is
	hasText, hasContent       bool
	image, imageAlt           string
	thumbnail                 string
	thumbnailWidth            int
	license                   string
	people, peopleAlt         []Person
	categories                []string
	dates                     dates
	period                    string
	frequency                 int
}

// alt keeps the first of several statements.
func (d *draft) alt(field *string, s string) {
	if *field == "" {
		*field = s
	}
}

func (d *draft) altImage(s string) { d.alt(&d.imageAlt, s) }

func (d *draft) altPerson(who Person) {
	if who != (Person{}) && len(d.peopleAlt) < maxValues {
		d.peopleAlt = append(d.peopleAlt, who)
	}
}

func (d *draft) person(who Person) {
	if who != (Person{}) && len(d.people) < maxValues {
		d.people = append(d.people, who)
	}
}

func (d *draft) category(s string) {
	if s = oneLine(s); s != "" && len(d.categories) < maxValues {
		d.categories = append(d.categories, s)
	}
}

// picture keeps the widest of the pictures on offer, of equal ones the first.
func (d *draft) picture(address, width string) {
	w, err := strconv.Atoi(strings.TrimSuffix(width, "px"))
	if err != nil || w < 0 {
		w = 0
	}
	if address != "" && (d.thumbnail == "" || w > d.thumbnailWidth) {
		d.thumbnail, d.thumbnailWidth = address, w
	}
}

// settle fills what the channel says of itself.
func (d *draft) settle(c *Channel) {
	c.Title = first(d.title, d.titleAlt)
	c.Link = first(d.link, d.linkAny)
	c.ID = first(d.id, c.ID)
	c.Description = first(c.Description, d.summary, d.descriptionAlt, d.summaryAlt)
	c.Language = tag(first(d.language, c.Language))
	c.Rights = first(d.rights, d.rightsAlt)
	c.Image = first(d.image, d.imageAlt)
	c.License = d.license
	c.Self, c.Hub = d.self, d.hub
	c.Categories = d.categories
	if c.Authors = d.people; c.Authors == nil {
		c.Authors = d.peopleAlt
	}
	c.Published, c.Updated, c.Created = d.dates.settle()
	c.UpdateMinutes = updateMinutes(d.period, d.frequency)
}

func first(of ...string) string {
	for _, s := range of {
		if s != "" {
			return s
		}
	}
	return ""
}

// parsePerson takes "Name (mail)", "mail (Name)", "Name <mail>" and either alone.
func parsePerson(s string) Person {
	s = oneLine(s)
	if strings.IndexByte(s, '@') < 0 {
		return Person{Name: s}
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ()<>,;\"[]", r) })
	for _, f := range fields {
		mail := strings.TrimPrefix(f, "mailto:")
		at := strings.IndexByte(mail, '@')
		if at <= 0 || strings.IndexByte(mail[at:], '.') < 0 && mail[at+1:] != "localhost" {
			continue
		}
		name := strings.Replace(s, f, "", 1)
		for _, empty := range []string{"()", "<>", "[]"} {
			name = strings.Replace(name, empty, "", 1)
		}
		name = strings.Trim(name, " ,;\"")
		if len(name) > 2 && name[0] == '(' && name[len(name)-1] == ')' {
			name = name[1 : len(name)-1]
		}
		return Person{Name: strings.TrimSpace(name), Email: mail}
	}
	return Person{Name: s}
}

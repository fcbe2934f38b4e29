package extract

import "golang.org/x/net/html/atom"

// vote is what a simple reader would take for the report: the box with the densest prose and
// what is beside it and alike. It finds most of nearly every report and more besides, so
// what it says are features and not the answer.
//
// The points are those of Mozilla's Readability (grabArticle), counted over boxes that
// exist already: a text gives points to the boxes around it, fewer to each outer one, and a
// box loses the share of its text that is links.
type vote struct {
	top  *box          // nil: there is no prose
	with map[*box]bool // boxes beside top that belong to it
}

// votingLevels is how far up a text gives points.
const votingLevels = 5

// polled counts the votes of all blocks.
func polled(blocks []*block, boxes []*box) vote {
	for _, x := range boxes {
		x.points, x.polled = 0, false
	}
	for _, b := range blocks {
		if b.runes < 25 || b.density() > 0.5 || b.box.unlikely() {
			continue
		}
		points := 1 + float64(b.has.commas) + min(3, float64(b.runes)/100)
		x := b.box
		if x.textual() || x.blocks == 1 {
			x = parent(x)
		}
		for level := range votingLevels {
			if !x.polled {
				x.polled = true
				x.points += x.handicap()
			}
			x.points += points / share(level)
			if x.parent == nil {
				break
			}
			x = x.parent
		}
	}
	v := vote{}
	for _, x := range boxes {
		if !x.polled {
			continue
		}
		if x.points *= 1 - float64(ratio(x.linked, x.chars)); v.top == nil || x.points > v.top.points {
			v.top = x
		}
	}
	v.with = map[*box]bool{}
	if v.top == nil {
		return v
	}
	for _, x := range boxes {
		if x.parent == v.top.parent && x != v.top && v.joins(x) {
			v.with[x] = true
		}
	}
	return v
}

// share is by what the points of a text are divided for the box so many levels up.
func share(level int) float64 {
	switch level {
	case 0:
		return 1
	case 1:
		return 2
	}
	return float64(level) * 3
}

// joins reports whether a box beside the one with the most points belongs to it.
func (v vote) joins(x *box) bool {
	points := x.points
	if x.sign == v.top.sign {
		points += v.top.points * 0.2
	}
	return points >= max(10, v.top.points*0.2) && !x.unlikely() ||
		x.tag == atom.P && x.chars > 80 && x.linked*4 < x.chars
}

// textual reports whether a box is a paragraph itself and no container of some.
func (x *box) textual() bool {
	switch x.tag {
	case atom.P, atom.Td, atom.Pre, atom.Li, atom.Dd, atom.Dt, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// unlikely reports whether the names and elements around a box say that no report is in it.
func (x *box) unlikely() bool {
	return x.inside&(inNav|inFooter|inHidden) != 0 ||
		x.above.has(wComment|wConsent|wShare|wNav|wAd) && !x.own.has(wBody|wArticle|wContent)
}

// handicap is what a box has before any text is counted.
func (x *box) handicap() float64 {
	points := 0.0
	switch x.tag {
	case atom.Div:
		points = 5
	case atom.Pre, atom.Td, atom.Blockquote:
		points = 3
	case atom.Ol, atom.Ul, atom.Dl, atom.Dd, atom.Dt, atom.Li, atom.Form, atom.Address:
		points = -3
	}
	if x.own.has(wBody | wArticle | wContent) {
		points += 25
	}
	if x.own.has(wComment | wConsent | wRelated | wShare | wLetter | wNav | wAd | wMeta | wPlayer) {
		points -= 25
	}
	return points
}

// on appends what the vote says of a box: whether it is in the winner or beside it, how near,
// and how its own surroundings compare with the winner.
func (v vote) on(f []float32, x *box) []float32 {
	if v.top == nil {
		return append(f, 0, 20, 0, 0)
	}
	in, far, most := float32(0), 20, 0.0
	y := x
	for n := range 20 {
		if y == v.top {
			in, far = 1, n
			break
		}
		if v.with[y] {
			in, far = 0.7, n
			break
		}
		if y.parent == nil {
			break
		}
		y = y.parent
	}
	y = x
	for range 3 {
		most = max(most, y.points)
		y = parent(y)
	}
	rest := max(1, v.top.points)
	return append(f, in, float32(far), float32(most/rest), float32(branchOf(x, v.top).points/rest))
}

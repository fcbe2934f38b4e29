// Package transfer copies a desk from one database to another, of the other engine: row by row, in batches, so that it
// needs no more memory for a larger desk, and so that a copy that was broken off goes on where it was. It compares both at the
// end. It knows the tables and not what they mean; the search index it leaves to whoever can make it.
package transfer

// table is a table whose rows are copied.
type table struct {
	name  string
	key   string // columns that give its rows one order
	where string // which rows are copied; empty: all
}

// copied are the tables whose rows are copied as they are.
var copied = []table{
	{name: "desk", key: "one"},
	{name: "source", key: "id"},
	{name: "lead", key: "id"},
	{name: "capture", key: "id"},
	{name: "sent_file", key: "file"},
	{name: "article", key: "seq"},
	{name: "asserted", key: "key, article"},
	{name: "sight", key: "id"},
	{name: "version", key: "article, n"},
	{name: "digest", key: "id"},
	{name: "answer", key: "key"},
	{name: "reservation", key: "key"},
	{name: "fare", key: "name"},
	{name: "announcement", key: "feed"},
	{name: "host", key: "name"},
	{name: "setting", key: "name"},
	{name: "model", key: "name"},
	{name: "moved", key: "story"},
	{name: "old_path", key: "path"},
	{name: "ruling", key: "id"},
	{name: "takedown", key: "article, at"},
	{name: "vector", key: "id"},
	{name: "story_digest", key: "story"},
	{name: "story_note", key: "story"},
	{name: "story_call", key: "story, at, stood"},
	{name: "edition", key: "id"},
	{name: "edition_report", key: "article, edition"},
	{name: "reader", key: "name"},
	{name: "reader_token", key: "hash"},
	{name: "operator", key: "name"},
	{name: "room_session", key: "hash"},
	{name: "room_form", key: "nonce"},
	{name: "mark", key: "reader, article"},
	{name: "alarm", key: "channel, kind, subject"},
	{name: "push_channel", key: "channel"},
	{name: "push", key: "channel, kind, subject"},
	{name: "leaf", key: "n"},
	{name: "tree", key: "one"},
	{name: "history", key: "start"},
	{name: "counter", key: "name", where: "name NOT LIKE 'index form %'"}, // the index is made anew
}

// seeded are the tables in which an empty database has rows.
var seeded = []string{"counter", "history", "tree"}

// tasks are copied as tasks: one queue has them in a table, the other as jobs.
const tasks = "task"

// elsewhere are the tables that are not copied, each with the reason.
var elsewhere = map[string]string{
	"addition": "of tasks that are under way, and none is",
	"process":  "no process is at work",
	"turn":     "no process is at work; what is known of hosts goes into hosts.json",
	"duty":     "no process is at work",
	"found":    "the search index is made anew",
	"transfer": "it is about this database",
}

// numbered are the columns whose numbers the database gives, by table: none is ever given twice.
var numbered = map[string]string{
	"lead": "id", "capture": "id", "article": "seq", "sight": "id", "digest": "id", "vector": "id", "process": "id",
}

package config

import (
	_ "embed"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// Sources are the sources of the default beat, as the tables of a file, each with the reason why it is listed.
//
//go:embed sources.toml
var Sources string

// Keywords is the default beat: the world press on China.
var keywords = []string{
	"China", "Chinese", "Beijing", "Xi Jinping", "Shanghai", "Hong Kong", "Taiwan", "Taipei", "Tibet", "Xinjiang", "Uyghur",
	"Uighur", "Macau", "Shenzhen", "Guangdong", "Wuhan", "Huawei", "ByteDance", "TikTok", "Alibaba", "Tencent", "BYD",
	"Evergrande", "PLA", "South China Sea", "Belt and Road", "renminbi", "yuan", "Chine", "chinois", "chinoise", "Pékin",
	"Hongkong", "Taïwan", "chinesisch", "chinesische", "chinesischen", "Peking", "中国", "中國", "中共", "北京",
	"習近平", "习近平", "香港", "台湾", "台灣", "臺灣", "新疆", "西藏",
}

// Topics are those of the default beat. Each has keywords in Chinese, for the digests, and in English, for the headlines.
func Topics() []Topic {
	return []Topic{
		{ID: "diplomacy", Name: "外交与安全", Keywords: []string{
			"外交", "军事", "解放军", "国防", "南海", "导弹", "海军", "制裁", "峰会", "热线", "间谍",
			"diplomacy", "diplomat", "diplomats", "military", "navy", "missile", "missiles", "sanctions", "summit", "espionage",
			"South China Sea",
		}},
		{ID: "economy", Name: "经济与贸易", Keywords: []string{
			"经济", "贸易", "关税", "出口", "进口", "房地产", "楼市", "股市", "股价", "人民币", "消费",
			"许可证", "服务业", "economy", "trade", "tariff", "tariffs", "exports", "imports", "property", "shares", "yuan",
			"renminbi", "inflation",
		}},
		{ID: "technology", Name: "科技与工业", Keywords: []string{
			"科技", "芯片", "半导体", "人工智能", "机器人", "无人驾驶", "无人车", "无人出租车",
			"电动车", "电池", "稀土", "光伏", "风机", "chip", "chips", "semiconductor", "semiconductors",
			"artificial intelligence", "robotaxi", "robotaxis", "electric vehicles", "rare earths", "solar",
		}},
		{ID: "taiwan-hongkong", Name: "台港", Keywords: []string{
			"台湾", "台北", "台海", "香港", "Taiwan", "Taipei", "Taiwan Strait", "Hong Kong",
		}},
		{ID: "society", Name: "社会与人权", Keywords: []string{
			"人权", "维权", "抗议", "言论审查", "审查制度", "新疆", "西藏", "维吾尔", "移民", "教育",
			"学校", "养老", "人口", "医疗", "劳工", "农民", "human rights", "protest", "protests", "censorship",
			"Xinjiang", "Tibet", "Uyghur", "Uyghurs", "school", "schools", "ageing", "migrants", "farmers",
		}},
		{ID: "environment", Name: "环境与灾害", Keywords: []string{
			"环境", "气候", "污染", "洪水", "凌汛", "地震", "强台风", "台风登陆", "沙尘", "干旱",
			"碳排放", "救援", "疏散", "climate", "pollution", "flood", "floods", "earthquake", "typhoon", "drought",
			"emissions", "rescue",
		}},
		{ID: "culture", Name: "文化与体育", Keywords: []string{
			"文化", "电影", "文学", "戏曲", "皮影", "博物馆", "文物", "考古", "恐龙", "足球", "棒球",
			"冰球", "奥运", "culture", "film", "museum", "archaeology", "fossil", "football", "baseball", "hockey", "Olympics",
		}},
	}
}

// Print writes the configuration as a file with every key, its value and its comment. A
// password in an address is printed as dots, and so is all that follows the host in the address of a receiver of messages.
func Print(w io.Writer, c Config) error {
	p := &printer{w: w, hide: true}
	c.Push = withoutTopics(c.Push)
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("toml")
		if v.Field(i).Kind() == reflect.Slice {
			p.tables(name, v.Field(i))
			continue
		}
		table := v.Field(i)
		if table.Kind() == reflect.Pointer {
			if table.IsNil() {
				p.linef("# [%s]", name)
				p.meanings(table.Type().Elem())
				p.linef("")
				continue
			}
			table = table.Elem()
		}
		p.linef("[%s]", name)
		p.keys(name, table)
		p.linef("")
	}
	return p.err
}

// Starter writes the file of `waidian init`: every key, the default beat and its sources.
func Starter(w io.Writer, sources ...Source) error {
	c := Default()
	c.Beat.Keywords, c.Site.Scripts, c.Topic = keywords, true, Topics()
	p := &printer{w: w}
	p.linef("# Waidian: a desk for the foreign press. A key that you leave out has its default,")
	p.linef("# which `waidian config` prints. `waidian doctor` checks this file and what it needs.")
	p.linef("")
	if p.err != nil {
		return p.err
	}
	if err := Print(w, c); err != nil {
		return err
	}
	list := Sources
	if len(sources) > 0 {
		list = Append("", sources...)
	}
	_, err := io.WriteString(w, list)
	return err
}

// printer writes lines until one cannot be written.
type printer struct {
	w    io.Writer
	hide bool // passwords are printed as dots
	err  error
}

// literal is the value of a key in TOML, as the printer prints it.
func (p *printer) literal(f reflect.StructField, v reflect.Value) string {
	switch {
	case !p.hide:
		return literal(v)
	case f.Tag.Get("secret") == "path":
		return quote(hiddenPath(v.String()))
	}
	return hidden(literal(v))
}

func (p *printer) linef(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) keys(table string, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name := f.Tag.Get("toml")
		doc := strings.Replace(f.Tag.Get("doc"), "{languages}", strings.Join(wording.Languages(), ", "), 1)
		doc = strings.Replace(doc, "{zones}", defaultZones(), 1)
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			p.tables(table+"."+name, v.Field(i))
			continue
		}
		p.linef("# %s", doc)
		p.linef("%s = %s", name, p.literal(f, v.Field(i)))
	}
}

// tables writes a list of tables; if it is empty, the keys of such a table as comments.
func (p *printer) tables(name string, v reflect.Value) {
	if v.Len() == 0 {
		p.linef("")
		p.linef("# [[%s]]", name)
		p.meanings(v.Type().Elem())
		return
	}
	for i := range v.Len() {
		p.linef("[[%s]]", name)
		p.set(v.Index(i))
		p.linef("")
	}
}

// meanings writes the keys of a table that is not there as comments.
func (p *printer) meanings(t reflect.Type) {
	for i := range t.NumField() {
		p.linef("# %-9s  %s", t.Field(i).Tag.Get("toml"), t.Field(i).Tag.Get("doc"))
	}
}

// set writes the keys of a table that are not zero.
func (p *printer) set(v reflect.Value) {
	for i := range v.NumField() {
		if f := v.Type().Field(i); !v.Field(i).IsZero() {
			p.linef("%-8s = %s", f.Tag.Get("toml"), p.literal(f, v.Field(i)))
		}
	}
}

// Block is the table of the source, to be appended to a file.
func (s Source) Block() string {
	var b strings.Builder
	p := &printer{w: &b}
	p.linef("")
	p.linef("[[source]]")
	p.set(reflect.ValueOf(s))
	return b.String()
}

// literal is a value in TOML.
func literal(v reflect.Value) string {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return quote(s.String())
	}
	switch v.Kind() {
	case reflect.String:
		return quote(v.String())
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = literal(v.Index(i))
		}
		return wrap(parts)
	default:
		return fmt.Sprint(v.Interface())
	}
}

// wrap writes a list on one line, or on several of up to about 100 columns.
func wrap(parts []string) string {
	line := "[" + strings.Join(parts, ", ") + "]"
	if len(line) <= 100 {
		return line
	}
	var b strings.Builder
	b.WriteString("[")
	col := 200
	for _, s := range parts {
		if col+len(s) > 96 {
			b.WriteString("\n  ")
			col = 2
		} else {
			b.WriteString(" ")
		}
		b.WriteString(s + ",")
		col += len(s) + 2
	}
	return b.String() + "\n]"
}

// quote writes a TOML basic string (TOML 1.0, "String"). What no reader sees is escaped.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case text.Visible(r) != r || r == '\t':
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

package config

import (
	_ "embed"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Sources are the sources of the default beat, each with why it is there.
//
//go:embed sources.toml
var Sources string

// Keywords is the default beat: the world press on China.
var keywords = []string{
	"China", "Chinese", "Beijing", "Xi Jinping", "Shanghai", "Hong Kong", "Taiwan", "Taipei", "Tibet", "Xinjiang", "Uyghur", "Uighur",
	"Macau", "Shenzhen", "Guangdong", "Wuhan", "Huawei", "ByteDance", "TikTok", "Alibaba", "Tencent", "BYD", "Evergrande", "PLA",
	"South China Sea", "Belt and Road", "renminbi", "yuan", "Chine", "chinois", "chinoise", "Pékin", "Hongkong", "Taïwan",
	"chinesisch", "chinesische", "chinesischen", "Peking", "中国", "中國", "中共", "北京", "習近平", "习近平", "香港", "台湾", "台灣", "臺灣", "新疆", "西藏",
}

// Print writes the configuration as a file with every key, its value and its comment.
func Print(w io.Writer, c Config) error {
	p := &printer{w: w}
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("toml")
		if v.Field(i).Kind() == reflect.Slice {
			p.tables(name, v.Field(i))
			continue
		}
		p.linef("[%s]", name)
		p.keys(name, v.Field(i))
		p.linef("")
	}
	return p.err
}

// Starter is the file that `waidian init` writes: the default beat and sources.
func Starter(w io.Writer) error {
	c := Default()
	c.Beat.Keywords, c.Site.Scripts = keywords, true
	p := &printer{w: w}
	p.linef("# Waidian: a desk for the foreign press. Every key has its default here; a key")
	p.linef("# that is left out keeps it. `waidian doctor` checks this file and what it needs.")
	p.linef("")
	if p.err != nil {
		return p.err
	}
	if err := Print(w, c); err != nil {
		return err
	}
	_, err := io.WriteString(w, Sources)
	return err
}

// printer writes lines until one cannot be written.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) linef(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) keys(table string, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, doc := f.Tag.Get("toml"), f.Tag.Get("doc")
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			p.tables(table+"."+name, v.Field(i))
			continue
		}
		p.linef("# %s", doc)
		p.linef("%s = %s", name, literal(v.Field(i)))
	}
}

// tables writes a list of tables; of an empty one, its keys as comments.
func (p *printer) tables(name string, v reflect.Value) {
	if v.Len() == 0 {
		p.linef("")
		p.linef("# [[%s]]", name)
		t := v.Type().Elem()
		for i := range t.NumField() {
			p.linef("# %-9s  %s", t.Field(i).Tag.Get("toml"), t.Field(i).Tag.Get("doc"))
		}
		return
	}
	for i := range v.Len() {
		p.linef("[[%s]]", name)
		p.set(v.Index(i))
		p.linef("")
	}
}

// set writes the keys of a table that are not zero.
func (p *printer) set(v reflect.Value) {
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			p.linef("%-8s = %s", v.Type().Field(i).Tag.Get("toml"), literal(v.Field(i)))
		}
	}
}

// Block is the text of one source, as it is appended to a file.
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

// quote writes a TOML basic string (TOML 1.0, "String").
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
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

package extract
import ("testing";"fmt";"os";"github.com/waidian/waidian/internal/news")
func TestZZProb(t *testing.T){ f:=os.Getenv("ZZF"); body,_:=os.ReadFile(f); u:=os.Getenv("ZZU"); if u==""{u="https://www.quay.example/2024/fentanyl"}; c:=news.Capture{Final:u,URL:u,Body:body}
 doc,raw,_:=open(c); p:=newPage(doc,u,Options{}); p.raw=raw; p.body()
 for _,b:=range p.blocks{ fmt.Printf("%.2f->%.2f %s %s.%s above %b own %b vote %.2f| %.70s\n",b.kept,b.prob,b.kind,parent(b.box).tag,b.tag,b.box.above,b.box.own|parent(b.box).own,p.view.vote.on(b.text,shingles(nil,b.text)),b.text)}
}

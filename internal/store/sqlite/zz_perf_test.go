package sqlite
import ("testing";"fmt";"math/rand";"time";"path/filepath";"github.com/demarche-graph/demarche/graph")
func TestZZPerf(t *testing.T){
 s:=openFile(t, filepath.Join(t.TempDir(),"p.db"))
 rng:=rand.New(rand.NewSource(1))
 b:=graph.Batch{Dataset: graph.Record{Kind:graph.KindDataset,ID:"dataset:p"}}
 act:=func()string{ return fmt.Sprintf("actor%d", int(float64(7000)*rng.Float64()*rng.Float64()*rng.Float64()*rng.Float64()))}
 for i:=range 7000 { b.Puts=append(b.Puts,graph.Record{Kind:graph.KindActor,ID:fmt.Sprintf("actor%d",i),Props:graph.Props{"name":fmt.Sprintf("Actor %d of things",i),"kind":"STATE"}}) }
 N:=100000
 for i:=range N { id:=fmt.Sprintf("act%d",i); d:=time.Date(2010,1,1,0,0,0,0,time.UTC).AddDate(0,0,rng.Intn(5000)).Format("2006-01-02")
  p:=graph.Props{"type":"COERCE","title":fmt.Sprintf("Title of action %d about stuff",i),"intensity":-3.5}
  if i%20==0 { p["type"]="REQUEST" }
  if i%50!=0 {p["date"]=d}
  x,y:=act(),act()
  b.Puts=append(b.Puts,graph.Record{Kind:graph.KindAction,ID:id,Props:p},graph.Record{Edge:graph.Performed,From:x,To:id},graph.Record{Edge:graph.Targets,From:id,To:y})
  if i%20==0 {b.Puts=append(b.Puts,graph.Record{Edge:graph.AddressedTo,From:id,To:y})}
  if i>0 && i%2==0 { b.Puts=append(b.Puts,graph.Record{Edge:graph.RespondsTo,From:id,To:fmt.Sprintf("act%d",rng.Intn(i)),Props:graph.Props{"mode":"OTHER"}}) }
 }
 t0:=time.Now(); done,err:=s.Apply(t.Context(),b); fmt.Println("apply",len(b.Puts),done,err,cause2(err),time.Since(t0))
 t0=time.Now(); done,err=s.Apply(t.Context(),b); fmt.Println("again",done,err,time.Since(t0))
 desc:=graph.List{Order:graph.Order{By:graph.ByDate,Desc:true},Page:page(20)}
 fiftyl:=desc; fiftyl.Page.Limit=50
 hund:=desc; hund.Page.Limit=100
 w:=func(k graph.Kind,n string, l graph.List, ws ...*graph.Want)*graph.Want{return &graph.Want{Relation:graph.RelationOf(k,n),List:l,Wants:ws}}
 tot:=desc; tot.Total=true
 dy:=fiftyl; dy.Where=graph.OnLedger{Keys:[]string{"actor0>actor0","actor0>actor1","actor1>actor0"}}
 five:=desc; five.Where=graph.And{graph.OnLedger{Keys:[]string{"actor0>"}},graph.Matches{Text:"title 77"}}; five.Total=true
 txt:=desc; txt.Where=graph.Matches{Text:"title 77"}
 for _,c:=range []struct{n string;q graph.Query}{
  {"Q1",graph.Query{Find:graph.FindNodes{IDs:[]string{"actor5"},Kinds:[]graph.Kind{graph.KindActor}}}},
  {"Q2",graph.Query{Find:graph.FindNodes{IDs:[]string{"actor0"},Kinds:[]graph.Kind{graph.KindActor}},Wants:[]*graph.Want{w(graph.KindActor,"actions",desc,w(graph.KindAction,"targets",graph.List{}))}}},
  {"Q2total",graph.Query{Find:graph.FindNodes{IDs:[]string{"actor0"},Kinds:[]graph.Kind{graph.KindActor}},Wants:[]*graph.Want{w(graph.KindActor,"actions",tot)}}},
  {"Q4",graph.Query{Find:graph.FindList{Kind:graph.KindAction,List:dy},Wants:[]*graph.Want{w(graph.KindAction,"respondsTo",desc)}}},
  {"Q5",graph.Query{Find:graph.FindList{Kind:graph.KindAction,List:hund},Wants:[]*graph.Want{w(graph.KindAction,"performers",graph.List{}),w(graph.KindAction,"targets",graph.List{})}}},
  {"resp",graph.Query{Find:graph.FindList{Kind:graph.KindResponse,List:hund}}},
  {"exch",graph.Query{Find:graph.FindExchange{Between:"actor0",And:"actor1",Sides:true,List:tot}}},
  {"exchpage",graph.Query{Find:graph.FindExchange{Between:"actor0",And:"actor1",List:desc}}},
  {"unans",graph.Query{Find:graph.FindUnanswered{List:tot}}},
  {"unansBy",graph.Query{Find:graph.FindUnanswered{OwedBy:[]string{"actor0"},List:tot}}},
  {"search",graph.Query{Find:graph.FindSearch{Text:"actor 77",List:graph.List{Page:page(20),Total:true}}}},
  {"searchall",graph.Query{Find:graph.FindSearch{Text:"title",List:graph.List{Page:page(20),Total:true}}}},
  {"text",graph.Query{Find:graph.FindList{Kind:graph.KindAction,List:txt}}},
  {"ledgertext",graph.Query{Find:graph.FindList{Kind:graph.KindAction,List:five}}},
  {"chain",graph.Query{Find:graph.FindChain{Action:"act100",Direction:graph.Both,MaxDepth:10,MaxNodes:500}}},
 } {
  s.Fetch(t.Context(),&c.q); n:=0; t0:=time.Now(); var a *graph.Answer; var err error
  for time.Since(t0)<400*time.Millisecond { a,err=s.Fetch(t.Context(),&c.q); n++ }
  if err!=nil {fmt.Println(c.n,err,cause2(err));continue}
  fmt.Println(c.n,len(a.Items),a.Total,time.Since(t0)/time.Duration(n))
 }
}
func cause2(err error) string { if err==nil {return ""}; return cause(err) }

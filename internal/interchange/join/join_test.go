package join

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

func opened(t testing.TB, text string) (table.Rows, table.Format) {
	t.Helper()
	f, err := table.Detect(strings.NewReader(text), table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r, err := table.NewReader(strings.NewReader(text), f, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return r, f
}

// joined joins two texts and gives names, rows and report.
func joined(t testing.TB, left, right string, spec Spec, o Options) (string, Report, error) {
	t.Helper()
	o.Dir = t.TempDir()
	if o.Columns == 0 {
		o.Columns = 100
	}
	rightRows, rightFormat := opened(t, right)
	side, err := Prepare(context.Background(), rightRows, rightFormat, spec, o)
	if err != nil {
		return "", Report{}, err
	}
	leftRows, leftFormat := opened(t, left)
	rows, format, err := side.Rows(leftRows, leftFormat)
	if err != nil {
		return "", Report{}, errors.Join(err, side.Close())
	}
	var out strings.Builder
	fmt.Fprintln(&out, strings.Join(format.Columns, "|"))
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", Report{}, errors.Join(err, side.Close())
		}
		if row.Reject != nil {
			fmt.Fprintf(&out, "%d %s\n", row.Number, row.Reject.Reason)
			continue
		}
		fmt.Fprintf(&out, "%d %s\n", row.Number, strings.Join(row.Cells, "|"))
	}
	report := side.Report
	if err := side.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(o.Dir); err != nil || len(left) > 0 {
		t.Errorf("scratch files stay: %v %v", left, err)
	}
	return out.String(), report, nil
}

func TestJoin(t *testing.T) {
	long := Spec{Left: "id", Right: "resp", Name: "question", Value: "rating"}
	for _, c := range []struct {
		name, left, right string
		spec              Spec
		columns           int
		want, report      string
	}{
		{"wide", "id,score\na,9\nb,8\nc,7\n", "key,city,plan\nb,Lyon,Pro\na,Paris,\n", Spec{Left: "id", Right: "key"}, 0,
			"id|score|city|plan\n2 a|9|Paris|\n3 b|8|Lyon|Pro\n4 c|7||\n",
			`{"left":3,"matched":2,"unmatched":{"rows":1,"examples":[{"row":4,"key":"c"}]},"right":2,"keys":2,"columns":["city","plan"]}`},
		{"long", "id,score\n1,9\n2,8\n3,7\n", "resp,question,rating\n1,food,5\n2,food,4\n1,staff,3\n9,food,1\n2,,7\n,food,7\n1,food,2\n", long, 0,
			"id|score|food|staff\n2 1|9|5|3\n3 2|8|4|\n4 3|7||\n",
			`{"left":3,"matched":2,"unmatched":{"rows":1,"examples":[{"row":4,"key":"3"}]},"right":7,"keys":3,"right_no_key":{"rows":1,"examples":[{"row":7,"key":""}]},"twice":{"rows":1,"examples":[{"row":8,"key":"1","name":"food"}]},"no_name":{"rows":1,"examples":[{"row":6,"key":"2"}]},"unused":{"rows":1,"examples":[{"key":"9"}]},"columns":["food","staff"]}`},
		{"one to many and names met twice", "id,city\n1,Lyon\n1,Nice\n,Metz\n", "id,city\n1,x\n1,y\n", Spec{Left: "ID", Right: "id"}, 0,
			"id|city|city (2)\n2 1|Lyon|x\n3 1|Nice|x\n4 |Metz|\n",
			`{"left":3,"matched":2,"left_no_key":{"rows":1,"examples":[{"row":4,"key":""}]},"shared":{"rows":1,"examples":[{"row":3,"key":"1"}]},"right":2,"keys":1,"twice":{"rows":1,"examples":[{"row":3,"key":"1"}]},"renamed":["city (2)"],"columns":["city"]}`},
		{"keys written differently", "id,score\n1.0,9\n 2 ,8\n03,7\n", "resp,question,rating\n1,food,5\n2.00,food,4\n3,food,3\n", long, 0,
			"id|score|food\n2 1.0|9|5\n3  2 |8|4\n4 03|7|\n",
			`{"left":3,"matched":2,"unmatched":{"rows":1,"examples":[{"row":4,"key":"03"}]},"right":3,"keys":3,"unused":{"rows":1,"examples":[{"key":"3"}]},"columns":["food"]}`},
		{"more names than columns", "id,score\n1,9\n2,8\n", "resp,question,rating\n1,a,1\n1,b,2\n1,c,3\n2,c,4\n", long, 2,
			"id|score|a|b\n2 1|9|1|2\n3 2|8||\n",
			`{"left":2,"matched":1,"unmatched":{"rows":1,"examples":[{"row":3,"key":"2"}]},"right":4,"keys":1,"too_many":{"rows":2,"examples":[{"row":4,"key":"1","name":"c"},{"row":5,"key":"2","name":"c"}]},"columns":["a","b"]}`},
		{"rejects on both sides", "id,score\n1,9\n2\n3,7\n", "key,city\n1,Lyon\n2\n3,Nice\n", Spec{Left: "id", Right: "key"}, 0,
			"id|score|city\n2 1|9|Lyon\n3 table.too_few_cells\n4 3|7|Nice\n",
			`{"left":2,"matched":2,"right":2,"rejected":1,"keys":2,"columns":["city"]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, memory := range []int{0, 1} { // all at once, and a run a row
				got, report, err := joined(t, c.left, c.right, c.spec, Options{Memory: memory, Columns: c.columns})
				if err != nil {
					t.Fatal(err)
				}
				if got != c.want {
					t.Errorf("memory %d: got\n%swant\n%s", memory, got, c.want)
				}
				if text := brief(t, report); text != c.report {
					t.Errorf("memory %d: report\n%s\nwant\n%s", memory, text, c.report)
				}
			}
		})
	}
}

// brief is a report without what is zero.
func brief(t testing.TB, r Report) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, name := range []string{"unmatched", "left_no_key", "shared", "right_no_key", "twice", "no_name", "too_many", "unused"} {
		text = strings.Replace(text, `"`+name+`":{"rows":0,"examples":null},`, "", 1)
	}
	return strings.NewReplacer(`"rejected":0,`, "", `"renamed":null,`, "").Replace(text)
}

func TestJoinRefuses(t *testing.T) {
	const left, right = "id,a,A\n1,2,3\n", "key,n,v\n1,x,2\n"
	for _, c := range []struct {
		spec    Spec
		columns int
		is      error
	}{
		{Spec{Left: "id", Right: "nokey"}, 9, ErrColumn}, {Spec{Left: "noid", Right: "key"}, 9, ErrColumn},
		{Spec{Left: "id", Right: "key", Name: "q", Value: "v"}, 9, ErrColumn}, {Spec{Left: "id", Right: "key", Name: "n", Value: "q"}, 9, ErrColumn},
		{Spec{Left: "id", Right: "key", Name: "n"}, 9, nil}, {Spec{Left: "id", Right: "key"}, 1, table.ErrColumns},
	} {
		_, _, err := joined(t, left, right, c.spec, Options{Columns: c.columns})
		if err == nil || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%+v: %v", c.spec, err)
		}
	}
	for _, text := range []string{"", "a", "=b", "a=", " = "} {
		if _, _, err := ParsePair(text); err == nil {
			t.Errorf("%q is a pair", text)
		}
	}
	if a, b, err := ParsePair(" id = key=2 "); a != "id" || b != "key=2" || err != nil {
		t.Error(a, b, err)
	}
}

// TestJoinAgrees: whatever the memory, the join is the one that a map makes.
func TestJoinAgrees(t *testing.T) {
	for seed := range uint64(15) {
		r := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // made-up content
		keys := 1 + r.IntN(300)
		var left, right strings.Builder
		left.WriteString("id,n\n")
		right.WriteString("resp,question,rating\n")
		values, names := map[string]string{}, []string{}
		for i := range r.IntN(2000) {
			key, name := fmt.Sprintf("k%d", r.IntN(keys)), fmt.Sprintf("q%d", r.IntN(9))
			fmt.Fprintf(&right, "%s,%s,%d\n", key, name, i)
			if _, there := values[name]; !there {
				values[name] = ""
				names = append(names, name)
			}
			if _, there := values[key+name]; !there {
				values[key+name] = fmt.Sprint(i)
			}
		}
		fmt.Fprintf(&right, "k0,last,x\n")
		values["k0last"] = "x"
		names = append(names, "last")
		want := "id|n|" + strings.Join(names, "|") + "\n"
		for i := range 500 {
			key := fmt.Sprintf("k%d", r.IntN(keys+50))
			fmt.Fprintf(&left, "%s,%d\n", key, i)
			want += fmt.Sprintf("%d %s|%d", i+2, key, i)
			for _, name := range names {
				want += "|" + values[key+name]
			}
			want += "\n"
		}
		for _, memory := range []int{20_000, 1 << 20} {
			got, report, err := joined(t, left.String(), right.String(), Spec{Left: "id", Right: "resp", Name: "question", Value: "rating"}, Options{Memory: memory})
			if err != nil || got != want {
				t.Fatalf("seed %d, memory %d: %v, rows differ", seed, memory, err)
			}
			if report.Matched+report.Unmatched.Rows != 500 || report.Left != 500 {
				t.Fatalf("seed %d: %+v", seed, report)
			}
		}
	}
}

// TestPrepareStops: a context that has ended ends the reading, and no scratch
// file stays.
func TestPrepareStops(t *testing.T) {
	dir := t.TempDir()
	rows, format := opened(t, "key,v\n"+strings.Repeat("1,2\n", 10_000))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	side, err := Prepare(ctx, rows, format, Spec{Left: "id", Right: "key"}, Options{Dir: dir, Columns: 5, Memory: 50_000})
	if !errors.Is(err, context.Canceled) || side != nil {
		t.Errorf("%v %v", side, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("scratch files stay: %v %v", left, err)
	}
}

package listen

import (
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// coding a table of texts in a study of its own.
type tabled struct {
	bench
	rita  context.Context
	study Study
}

func newTabled(t *testing.T, b bench) tabled {
	t.Helper()
	c := tabled{bench: b, rita: as(t.Context(), "rita", access.Researcher)}
	var err error
	if c.study, _, err = b.CreateStudy(c.rita, Study{ProgramID: b.program, Name: "Texts", Mode: CodingOpen}); err != nil {
		t.Fatal(err)
	}
	return c
}

// takeIn uploads a table, changes its plan where change is not nil, and takes it in.
func (c tabled) takeIn(t *testing.T, name, content, frame string, change func(p *CodedPlan)) (CodedPreview, CodedFile) {
	t.Helper()
	p, _, err := c.UploadCoded(c.rita, c.study.ID, name, []byte(content))
	if err == nil && frame != "" {
		p, _, err = c.FrameCoded(c.rita, p.ID, []byte(frame))
	}
	if err == nil && change != nil {
		change(&p.Plan)
		p, _, err = c.PlanCoded(c.rita, p.ID, p.Plan)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.StartCoded(c.rita, p.ID); err != nil {
		t.Fatal(err)
	}
	return p, c.run(t, p.ID)
}

func (c tabled) run(t *testing.T, id string) CodedFile {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = c.RunCoded(access.System(t.Context(), "test"), id); err != nil {
			t.Fatal(err)
		}
	}
	f, err := c.GetCodedFile(c.rita, id)
	if err != nil || f.State != CodedDone {
		t.Fatalf("%+v %v", f, err)
	}
	return f
}

// counts are how many passages each code of the study has, by name.
func (c tabled) counts(t *testing.T) map[string]int {
	t.Helper()
	book, err := c.StudyCodebook(c.rita, c.study.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Book(c.rita, book)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, code := range b.Codes {
		names[code.ID] = code.Name
	}
	all, err := c.CodeCounts(c.rita, c.study.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, n := range all {
		out[names[n.CodeID]] += n.Passages
	}
	return out
}

// TestCodedTables: each shape is found by what is in the table.
func TestCodedTables(t *testing.T) {
	flags := "comment,late,rude staff,clean,ward\nThe train was late again.,1,0,0,A\nNobody said a word to us.,0,1,,B\nAll was fine and clean.,0,maybe,1,A\nLate and dirty it was.,1,0,0,B\n"
	one := "theme;what they said;region\nStaff;They were kind to us.;North\nStaff;They were kind to us.;North\nAccess;No place to park there.;South\n;Nothing at all to say.;South\n;;North\n"
	several := "Said\tthemes\nIt was late and cold.\tLate; Cold\nIt was only cold there.\tCold\nWe were there too late.\tlate;Late\n"
	numbered := "words,code1,code2\nIt was late and cold.,1,2\nIt was only cold there.,2,\nNo such number as this.,1,9\n"
	frame := "number,label,family\n1,Late,Time\n2,Cold,Weather\n3,Never,Time\n"
	for name, c := range map[string]struct {
		content, frame string
		shape          CodeShape
		want           map[string]int
		added          int64
		rejects        []CodedReject
	}{
		"flags":     {flags, "", CodesFlags, map[string]int{"late": 2, "clean": 1, "rude staff": 1}, 4, []CodedReject{{4, "rude staff", "flag"}}},
		"one":       {one, "", CodesOne, map[string]int{"Staff": 2, "Access": 1}, 4, []CodedReject{{6, "what they said", "no_text"}}},
		"separated": {several, "", CodesSeparated, map[string]int{"Late": 2, "Cold": 2}, 3, []CodedReject{}},
		"numbered":  {numbered, frame, CodesNumbered, map[string]int{"Late": 2, "Cold": 2}, 3, []CodedReject{{4, "code2", "code_unknown"}}},
	} {
		t.Run(name, func(t *testing.T) {
			eachBench(t, func(t *testing.T, b bench) {
				k := newTabled(t, b)
				p, f := k.takeIn(t, name+".csv", c.content, c.frame, func(p *CodedPlan) {
					if name == "flags" {
						p.Shape, p.Codes = CodesFlags, []string{"late", "rude staff", "clean"}
					}
				})
				if p.Plan.Shape != c.shape || p.Texts != c.added || !slices.Equal(p.Rejects, c.rejects) {
					t.Errorf("preview %+v", p)
				}
				if got := k.counts(t); !maps.Equal(got, c.want) {
					t.Errorf("counts %v, want %v", got, c.want)
				}
				again, rest := k.takeIn(t, name+" again.csv", c.content, c.frame, func(q *CodedPlan) { *q = p.Plan })
				if got := k.counts(t); !maps.Equal(got, c.want) || rest.Added != 0 || rest.There != c.added || rest.Passages != 0 || again.ID == f.ID {
					t.Errorf("twice, counts are %v, %+v", got, rest)
				}
				rejects, err := k.CodedRejects(k.rita, f.ID, CodedReject{}, 50)
				if err != nil || f.Added != c.added || f.Rejected != int64(len(c.rejects)) || !slices.Equal(rejects, c.rejects) {
					t.Errorf("%+v, not read: %+v, %v", f, rejects, err)
				}
			})
		})
	}
}

// TestCodedTableGoesOn: a run that was broken off goes on where it stood, in a
// study of many rows that read alike; two runs beside each other take each once.
func TestCodedTableGoesOn(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		k := newTabled(t, b)
		var rows strings.Builder
		rows.WriteString("theme,comment\n")
		for i := range 450 {
			fmt.Fprintf(&rows, "Theme %d,We waited for an hour %d.\n", i%3, i%100)
		}
		p, _, err := k.UploadCoded(k.rita, k.study.ID, "waits.csv", []byte(rows.String()))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := k.StartCoded(k.rita, p.ID); err != nil {
			t.Fatal(err)
		}
		// As a process that was killed after its first transaction leaves it.
		system := access.System(t.Context(), "test")
		f, err := k.GetCodedFile(k.rita, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		err = k.view(t.Context(), func(ctx context.Context, q record.Querier) error { f, err = getCodedFile(ctx, q, p.ID); return err })
		if err != nil {
			t.Fatal(err)
		}
		data, given, err := k.opened(system, f)
		if err != nil {
			t.Fatal(err)
		}
		r, err := readCoded(data, f.Plan, given)
		if err != nil {
			t.Fatal(err)
		}
		var first []codedRow
		for range 130 {
			row, err := r.next()
			if err != nil {
				t.Fatal(err)
			}
			first = append(first, row)
		}
		stale := f
		_, err = k.write(system, func(ctx context.Context, tx *record.Tx) error {
			f.Done = 130
			if err := k.takeRows(ctx, tx, &f, first); err != nil {
				return err
			}
			_, err := updateCodedFile(ctx, tx, f, 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		done := k.run(t, p.ID)
		if done.Added != 450 || done.There != 0 || done.Passages != 450 || done.Done != 450 || !maps.Equal(k.counts(t), map[string]int{"Theme 0": 150, "Theme 1": 150, "Theme 2": 150}) {
			t.Errorf("%+v %v", done, k.counts(t))
		}
		if r, err = readCoded(data, stale.Plan, given); err != nil {
			t.Fatal(err)
		}
		if more, err := k.takeCoded(system, stale, r); err != nil || more || k.counts(t)["Theme 0"] != 150 {
			t.Errorf("a run that was overtaken: %v %v %v", more, err, k.counts(t))
		}
	})
}

// TestUntakenCodedTablesAreForgotten, with their bytes and code frames; younger
// ones, and those that were taken in, stay.
func TestUntakenCodedTablesAreForgotten(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		k := newTabled(t, b)
		send := func(name string) string {
			t.Helper()
			p, _, err := k.UploadCoded(k.rita, k.study.ID, name, []byte("theme,comment\nTime,We waited for an hour, "+name+".\nTime,It took a day.\n"))
			if err == nil {
				_, _, err = k.FrameCoded(k.rita, p.ID, []byte("code,label\nTime,Waiting "+name+"\n"))
			}
			if err != nil {
				t.Fatal(err)
			}
			return p.ID
		}
		old, taken := send("old.csv"), send("taken.csv")
		if _, _, err := k.StartCoded(k.rita, taken); err != nil {
			t.Fatal(err)
		}
		k.run(t, taken)
		later := k.Now().Add(time.Second)
		system := access.System(t.Context(), "test")
		if n, err := k.ForgetUntakenCoded(system, k.Now().Add(-time.Hour)); n != 0 || err != nil {
			t.Errorf("young ones: %d %v", n, err)
		}
		if n, err := k.ForgetUntakenCoded(system, later); n != 1 || err != nil {
			t.Errorf("forgotten: %d %v", n, err)
		}
		if _, err := k.GetCodedFile(k.rita, old); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("the old one: %v", err)
		}
		if f, err := k.GetCodedFile(k.rita, taken); err != nil || f.State != CodedDone {
			t.Errorf("the one that was taken in: %+v %v", f, err)
		}
		left := 0
		err := k.view(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM erasure_left WHERE kind = 'file'").Scan(ctx, &left)
		})
		if err != nil || left != 4 { // of both files, with their frames
			t.Errorf("%d files are to go, %v", left, err)
		}
		if _, err := k.ForgetUntakenCoded(as(t.Context(), "ana", access.Analyst), later); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("an analyst: %v", err)
		}
	})
}

// TestCodedTablesAreForResearchers: others get neither a file nor what is in it.
func TestCodedTablesAreForResearchers(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		k := newTabled(t, b)
		path := "/api/studies/" + k.study.ID + "/coded-files"
		for _, c := range []struct {
			body, want string
			status     int
		}{
			{"PK\x03\x04 no workbook", `"field":"file"`, 422}, {"theme,comment\nStaff,Kind people they were.\nStaff,Very kind people.\n", `"shape":"one"`, 201}, {"", "", 400},
		} {
			if status, answer := k.ask(k.rita, "POST", path+"?name=x.csv", "", c.body); status != c.status && c.body != "" || !strings.Contains(answer, c.want) {
				t.Errorf("%q: %d %s", c.body, status, answer)
			}
		}
		files, err := k.CodedFiles(k.rita, k.study.ID)
		if err != nil || len(files) != 1 {
			t.Fatalf("%+v %v", files, err)
		}
		for _, role := range []access.Role{access.Owner, access.Analyst, access.Lead} {
			other := as(t.Context(), "otto", role)
			for _, ask := range [][2]string{{"GET", path}, {"POST", path + "?name=y.csv"}, {"GET", "/api/coded-files/" + files[0].ID}, {"GET", "/api/coded-files/" + files[0].ID + "/preview"}, {"POST", "/api/coded-files/" + files[0].ID + "/start"}, {"DELETE", "/api/coded-files/" + files[0].ID}} {
				body := ""
				if strings.Contains(ask[1], "name") {
					body = "theme,comment\na,b c d\n"
				}
				if status, answer := k.ask(other, ask[0], ask[1], "", body); status < 400 || strings.Contains(answer, "kind") {
					t.Errorf("%s %s by %s: %d %s", ask[0], ask[1], role, status, answer)
				}
			}
		}
		if _, _, err := k.PlanCoded(k.rita, files[0].ID, CodedPlan{Text: "none"}); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("a column that is not there: %v", err)
		}
	})
}

// TestRealCodedTables: two public files whole, and counts per code that are those
// counted straight from the file. They are not part of this repository.
func TestRealCodedTables(t *testing.T) {
	for _, c := range []struct {
		path, text   string
		code         func(row map[string]string) string
		codes, texts int
	}{
		{"nhs-patient-feedback/nhs_fft_phase1-dev.csv", "feedback", func(r map[string]string) string { return r["label"] }, 9, 4270},
		{"sfo-airport-survey/dev/sfo2017_comments.csv", "Comment", func(r map[string]string) string { return r["comment_group"] + " " + r["comment_code"] }, 0, 1699},
	} {
		t.Run(filepath.Base(c.path), func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(c.path)))
			if err != nil {
				t.Logf("left out: %v", err)
				return
			}
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff"))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			want, texts := map[string]int{}, 0
			for _, cells := range rows[1:] {
				row := map[string]string{}
				for i, name := range rows[0] {
					row[name] = strings.TrimSpace(cells[i])
				}
				if row[c.text] != "" {
					want[c.code(row)]++
					texts++
				}
			}
			eachBench(t, func(t *testing.T, b bench) {
				k := newTabled(t, b)
				p, f := k.takeIn(t, filepath.Base(c.path), string(content), "", nil)
				if p.Plan.Text != c.text || p.Plan.Shape != CodesOne || int(f.Added) != texts || texts != c.texts || int(f.Added+f.Rejected) != len(rows)-1 {
					t.Fatalf("%d texts, plan %+v, %+v", texts, p.Plan, f)
				}
				got, key := map[string]int{}, map[string]string{}
				for _, one := range p.Frame {
					key[one.Name] = strings.TrimSpace(one.Group + " " + one.Key)
				}
				for name, n := range k.counts(t) {
					got[key[name]] += n
				}
				if !maps.Equal(got, want) || c.codes > 0 && len(got) != c.codes {
					t.Errorf("%d codes, want %d\n got %v\nwant %v", len(got), len(want), got, want)
				}
				t.Logf("%d texts with %d codes; proposed: %+v", texts, len(got), p.Plan)
			})
		})
	}
}

// TestATableOfABlindStudySaysThatItIsSealed: before it is taken in, at each look,
// and not for a study that is coded openly.
func TestATableOfABlindStudySaysThatItIsSealed(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newTabled(t, b)
		const table = "text,code\nThe queue was long and slow,Queue\nNobody answered the phone at all,Phone\n"
		open, _, err := c.UploadCoded(c.rita, c.study.ID, "open.csv", []byte(table))
		if err != nil || open.Sealed {
			t.Errorf("openly coded: %v %v", open.Sealed, err)
		}
		if c.study, _, err = b.CreateStudy(c.rita, Study{ProgramID: b.program, Name: "Blind", Mode: CodingBlind}); err != nil {
			t.Fatal(err)
		}
		p, _, err := c.UploadCoded(c.rita, c.study.ID, "blind.csv", []byte(table))
		if err != nil || !p.Sealed {
			t.Errorf("blind: %v %v", p.Sealed, err)
		}
		if p, err = c.PreviewCoded(c.rita, p.ID); err != nil || !p.Sealed {
			t.Errorf("blind, looked at again: %v %v", p.Sealed, err)
		}
		if p, _, err = c.PlanCoded(c.rita, p.ID, p.Plan); err != nil || !p.Sealed {
			t.Errorf("blind, planned: %v %v", p.Sealed, err)
		}
	})
}

package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

// sharedData is the folder of real files that are not part of the project;
// tests over them are left out where it is absent.
func sharedData() string {
	if named := os.Getenv("BALCONY_SHARED"); named != "" {
		return filepath.Join(named, "data")
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// realFile opens one of the real files, nil where there is none.
func realFile(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedData(), name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// describe writes a guess in short, a line a column that is not ignored.
func describe(g Guessed) string {
	var b strings.Builder
	for i, c := range g.Mapping.Columns {
		if c.Role == RoleIgnore {
			continue
		}
		fmt.Fprintf(&b, "%s: %s", c.Name, c.Role)
		if c.Kind != "" {
			fmt.Fprintf(&b, " %s", c.Kind)
		}
		if s := c.Score; s != nil {
			fmt.Fprintf(&b, " %s %s %s good %v", s.Metric, span(s.Scale.Min, s.Scale.Max), s.Scale.Direction, s.Scale.Good)
		}
		if len(c.NoAnswer) > 0 {
			fmt.Fprintf(&b, " none=%s", strings.Join(c.NoAnswer, "|"))
		}
		if c.Order != "" {
			fmt.Fprintf(&b, " %s", c.Order)
		}
		if g.Mapping.TimeColumn != nil && *g.Mapping.TimeColumn == i {
			b.WriteString(" [at]")
		}
		if g.Mapping.KeyColumn != nil && *g.Mapping.KeyColumn == i {
			b.WriteString(" [key]")
		}
		b.WriteByte('\n')
	}
	for _, q := range g.Questions {
		fmt.Fprintf(&b, "? %s %d\n", q.Kind, q.Index)
	}
	return b.String()
}

// TestRealFiles takes real files in as guessed, without any change by a
// person, and compares mapping, counts and known figures.
func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		name, file string
		confirm    bool // the dates have to be confirmed first
		counts     string
		figure     string // name of the measure and its figure, "" for none
	}{
		{"sfo", "sfo-airport-survey/dev/sfo2017_survey.csv", false, "done new 1416 same 0 changed 0 rejected 0", "NETPRO n 1376 nps 40.6977"},
		{"telco", "telco-churn/telco_churn-dev.csv", false, "done new 3522 same 0 changed 0 rejected 0", "Churn n 3522 share 0.7291"},
		{"lounge", "skytrax/skytrax_lounge-dev.csv", false, "done new 1131 same 0 changed 0 rejected 0", "recommended n 1131 share 0.3669"},
		{"seat", "skytrax/skytrax_seat-dev.csv", false, "done new 623 same 0 changed 0 rejected 0", ""},
		{"nhs phase 1", "nhs-patient-feedback/nhs_fft_phase1-dev.csv", false, "done new 4270 same 0 changed 0 rejected 0", ""},
		{"nhs framework", "nhs-patient-feedback/nhs_v6framework-dev.csv", true, "done new 2443 same 0 changed 0 rejected 100", "FFT categorical answer n 2297 share 0.8202"},
		{"case 040", "nps-practice-preppin/case_040_input_01.csv", true, "done new 39 same 0 changed 0 rejected 0", "On a scale of 0-10, how would you rate Sudzilla? n 39 nps -35.8974"},
		{"case 040, other dates", "nps-practice-preppin/case_040_input_02.csv", false, "done new 39 same 0 changed 0 rejected 0", "On a scale of 0-10, how would you rate Sudzilla? n 39 nps -35.8974"},
		{"case 050", "nps-practice-preppin/case_050_input_03.csv", false, "done new 24 same 0 changed 0 rejected 0", ""},
		{"case 122", "nps-practice-preppin/case_122_input_02.csv", false, "done new 184 same 0 changed 0 rejected 0", "How likely are you to recommend this airline? n 184 nps 21.1957"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := realFile(t, c.file)
			if file == nil {
				t.Log("left out: the file is not here")
				return
			}
			content, err := io.ReadAll(file)
			if err != nil {
				t.Fatal(err)
			}
			f := sqlite(t)
			i := f.upload(t, filepath.Base(c.file), string(content))
			golden(t, strings.ReplaceAll(strings.ReplaceAll(c.name, ",", ""), " ", "_"), describe(Guessed{Mapping: i.Mapping, Questions: i.Questions}))
			if c.confirm {
				if _, _, err := f.StartImport(owner(t), i.ID); err == nil {
					t.Error("started though the order of the dates is open")
				}
				if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err != nil {
					t.Fatal(faultText(err))
				}
			}
			if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
				t.Fatal(faultText(err))
			}
			i = f.run(t, i.ID)
			if got := counts(i); got != c.counts {
				t.Errorf("%s, want %s", got, c.counts)
			}
			if c.figure != "" {
				f.checkFigure(t, c.figure)
			}
		})
	}
}

// golden compares with a file of testdata; BALCONY_GOLDEN=write writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "guess", name+".txt")
	if os.Getenv("BALCONY_GOLDEN") == "write" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("guessed\n%swant\n%s", got, want)
	}
}

// checkFigure makes a measure's figure from the rows that facts would get.
func (f *fixture) checkFigure(t *testing.T, want string) {
	t.Helper()
	rows := f.allFacts(t)
	byMeasure := map[string]*[3]float64{} // n, good or promoters, detractors
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		measures, err := measure.AllIn(ctx, q, "", 100)
		if err != nil {
			return err
		}
		for _, m := range measures {
			sum := &[3]float64{}
			for _, a := range rows.Answers {
				if a.Measure.String() != m.ID || a.Score == nil {
					continue
				}
				sum[0]++
				switch {
				case m.Metric == measure.NPS && *a.Score >= 9 || m.Metric == measure.Share && slices.Contains(m.Scale.Good, *a.Score):
					sum[1]++
				case m.Metric == measure.NPS && *a.Score <= 6:
					sum[2]++
				}
			}
			figure := (sum[1] - sum[2]) / sum[0]
			if m.Metric == measure.NPS {
				figure *= 100
			}
			byMeasure[fmt.Sprintf("%s n %.0f %s %.4f", m.Name, sum[0], m.Metric, figure)] = sum
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if byMeasure[want] == nil {
		t.Errorf("want %q among %v", want, slices.Collect(maps.Keys(byMeasure)))
	}
}

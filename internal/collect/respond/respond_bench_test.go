package respond

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// BenchmarkPage is the server's time for a page of a survey of 63 questions with
// 53 conditions: the walk through all of it, and the HTML.
func BenchmarkPage(b *testing.B) {
	raw, err := os.ReadFile("../../measure/questionnaire/testdata/ferry.json")
	if err != nil {
		b.Fatal(err)
	}
	d, err := questionnaire.Decode(raw)
	if err != nil {
		b.Fatal(err)
	}
	flow, wrong := questionnaire.Compile(d, questionnaire.Known{"region": questionnaire.ValueText})
	if flow == nil {
		b.Fatal(wrong)
	}
	s := &Service{Options: Options{Organisation: func(context.Context) (string, error) { return "Halden", nil }, Log: slog.New(slog.DiscardHandler)}}
	asked := measure.AskedSurvey{Document: d, Flow: flow}
	a := &Answering{Language: "en", Answers: questionnaire.Answers{}}
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, "/s/ferry/token", nil)
		w := httptest.NewRecorder()
		s.page(w, r, http.StatusOK, a, asked, flow.Walk(questionnaire.State{Answers: a.Answers, Seed: 1, Language: "en"}), "", nil, nil)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body.String())
		}
	}
}

package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

const (
	benchBegun = 30_000 // answerings that stand begun for a round of submissions
	benchLooks = 2_000  // times that a page is asked for
)

// benchSurveys sends answers to a survey of ten questions with conditions as the
// page sends them, beside answers of one question to the API and by a page in the
// same run, and asks for the first page of a survey of sixty questions with forty conditions.
func benchSurveys(ctx context.Context, c BenchConfig, dir string) error {
	s, err := startScratch(ctx, Config{Dir: dir}, c.Log)
	if err != nil {
		return err
	}
	defer s.stop()
	asked, err := s.publish(ctx, tenQuestions(s.measure.ID))
	if err != nil {
		return err
	}
	short, err := s.publish(ctx, oneQuestion(s.measure.ID))
	if err != nil {
		return err
	}
	var ones, alone, sent []loadResult
	for range benchRounds {
		one, err := s.load(c.Seconds).send(ctx)
		if err == nil {
			err = s.settle(ctx)
		}
		if err != nil {
			return err
		}
		single, err := s.submit(ctx, c, short.Slug, dir)
		if err != nil {
			return err
		}
		submitted, err := s.submit(ctx, c, asked.Slug, dir)
		if err != nil {
			return err
		}
		ones, alone, sent = append(ones, one), append(alone, single), append(sent, submitted)
	}
	one, single, submitted := median(ones), median(alone), median(sent)
	fmt.Fprintf(c.Out, "%.0f submissions/s of ten questions, p50 %s, p99 %s; answers of one question by the API %.0f/s; ratio %.2f (goal: at least 0.60)\n",
		submitted.Rate(), submitted.P50.Round(10*time.Microsecond), submitted.P99.Round(10*time.Microsecond), one.Rate(), submitted.Rate()/one.Rate())
	fmt.Fprintf(c.Out, "submissions of one question by the same page %.0f/s; ten to one: %.2f\n", single.Rate(), submitted.Rate()/single.Rate())
	return s.lookAtPage(ctx, c.Out)
}

// submit sends a round of whole answers to a survey as the page does.
func (s *scratch) submit(ctx context.Context, c BenchConfig, slug, dir string) (loadResult, error) {
	tokens, err := s.begin(ctx, slug, dir)
	if err != nil {
		return loadResult{}, err
	}
	many := s.load(10 * c.Seconds)
	many.URL, many.Tokens = s.url+"/s/"+slug+"/", tokens
	out, err := many.send(ctx)
	if err == nil {
		err = s.settle(ctx)
	}
	return out, err
}

func (s *scratch) publish(ctx context.Context, d *questionnaire.Document) (measure.Survey, error) {
	made, _, err := s.app.measure.CreateSurvey(operatorContext(ctx), measure.NewSurvey{ProgramID: s.program.ID, Name: "Bench " + strconv.Itoa(len(d.Pages)), Document: d})
	if err == nil {
		made, _, _, err = s.app.measure.PublishSurvey(operatorContext(ctx), made.ID, "", measure.Publishing{Reasons: map[string]string{s.measure.ID: "It is measured here."}})
	}
	return made, err
}

// begin begins as many answerings as a round needs, and writes their secrets into
// a file, a line each.
func (s *scratch) begin(ctx context.Context, slug, dir string) (file string, err error) {
	tokens := make([]string, benchBegun)
	var group sync.WaitGroup
	errs := make([]error, 64)
	for w := range errs {
		group.Go(func() {
			for i := w; i < len(tokens); i += len(errs) {
				address := fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255) // one address may begin only so many
				if tokens[i], errs[w] = s.app.respond.Begin(access.System(ctx, "bench"), address, slug, "en", nil, ""); errs[w] != nil {
					return
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return "", err
		}
	}
	file = filepath.Join(dir, "begun")
	return file, os.WriteFile(file, []byte(strings.Join(tokens, "\n")), 0o600)
}

// submitted is the body of a whole page of tenQuestions.
func submitted(i int) string {
	form := url.Values{"page": {"one"}, "whole": {"1"}, "go": {"next"}, "q.recommend": {strconv.Itoa(i % 11)}, "q.why": {"The crossing was calm and the crew kind."}, "q.wrong": {"Nothing much."}, "q.often": {"often"}, "q.with": {"car"}}
	for n := range 5 {
		form.Set(fmt.Sprintf("q.part%d", n), strconv.Itoa(1+(i+n)%5))
	}
	return form.Encode()
}

func benchWords(text string) questionnaire.Words { return questionnaire.Words{"en": text} }

func benchSettings() questionnaire.Settings {
	return questionnaire.Settings{Consent: questionnaire.ConsentPerson, Privacy: benchWords("Kept for two years."), Controller: "Bench"}
}

// tenQuestions asks a measure and nine other things, four of them by conditions.
func tenQuestions(measureID string) *questionnaire.Document {
	q := []questionnaire.Question{
		{Code: "recommend", Kind: questionnaire.KindScale, Text: benchWords("How likely are you to recommend us?"), MeasureID: measureID, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Points: 11}},
		{Code: "why", Kind: questionnaire.KindLongText, Text: benchWords("Why?")},
		{Code: "often", Kind: questionnaire.KindChoice, Text: benchWords("How often do you travel?"), Options: []questionnaire.Option{{Code: "often", Text: benchWords("Often")}, {Code: "rarely", Text: benchWords("Rarely")}}},
		{Code: "with", Kind: questionnaire.KindChoices, Text: benchWords("With what?"), ShowIf: `often == "often"`, Options: []questionnaire.Option{{Code: "car", Text: benchWords("A car")}, {Code: "dog", Text: benchWords("A dog")}}},
		{Code: "wrong", Kind: questionnaire.KindLongText, Text: benchWords("What went wrong?"), ShowIf: "recommend <= 6"},
	}
	for n := range 5 {
		part := questionnaire.Question{Code: fmt.Sprintf("part%d", n), Kind: questionnaire.KindScale, Text: benchWords(fmt.Sprintf("How satisfied are you with part %d?", n)), Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 1, Points: 5}}
		if n > 2 {
			part.ShowIf = "recommend >= 0"
		}
		q = append(q, part)
	}
	return &questionnaire.Document{
		Title: benchWords("After your crossing"), Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: q}},
		Ends: []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: benchWords("Thank you")}}, Settings: benchSettings(),
	}
}

// oneQuestion asks a measure alone.
func oneQuestion(measureID string) *questionnaire.Document {
	d := tenQuestions(measureID)
	d.Pages[0].Questions = d.Pages[0].Questions[:1]
	return d
}

// sixtyQuestions has six pages of ten; forty of the questions wait on the first.
func sixtyQuestions() *questionnaire.Document {
	d := &questionnaire.Document{Title: benchWords("All of it"), Languages: []string{"en"}, Settings: benchSettings(), Ends: []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: benchWords("Thank you")}}}
	for p := range 6 {
		page := questionnaire.Page{Code: fmt.Sprintf("page%d", p)}
		for n := range 10 {
			q := questionnaire.Question{Code: fmt.Sprintf("q%d_%d", p, n), Kind: questionnaire.KindScale, Text: benchWords(fmt.Sprintf("How satisfied are you with part %d of step %d?", n, p)), Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 1, Points: 7}}
			if p > 1 {
				q.ShowIf = fmt.Sprintf("q0_%d >= %d && (q1_%d <= 6 || q0_0 == 7)", n, 1+p%3, n)
			}
			page.Questions = append(page.Questions, q)
		}
		d.Pages = append(d.Pages, page)
	}
	return d
}

// lookAtPage asks for a page again and again, one after the other.
func (s *scratch) lookAtPage(ctx context.Context, out io.Writer) error {
	asked, err := s.publish(ctx, sixtyQuestions())
	if err != nil {
		return err
	}
	token, err := s.app.respond.Begin(access.System(ctx, "bench"), "10.0.0.1", asked.Slug, "en", nil, "")
	if err != nil {
		return err
	}
	at := func(path string) (time.Duration, int64, error) {
		var size int64
		began := time.Now()
		for range benchLooks {
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, http.NoBody)
			if err != nil {
				return 0, 0, err
			}
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				return 0, 0, err
			}
			size, err = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
			if err != nil || res.StatusCode >= 300 {
				return 0, 0, fmt.Errorf("GET %s: %d %w", path, res.StatusCode, err)
			}
		}
		return time.Since(began) / benchLooks, size, nil
	}
	page, size, err := at("/s/" + asked.Slug + "/" + token)
	if err != nil {
		return err
	}
	none, _, err := at(nullPath)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "a page of a survey of 60 questions with 40 conditions: %s (%d bytes before compression), the handler that does nothing %s: %.1f x\n",
		page.Round(time.Microsecond), size, none.Round(time.Microsecond), float64(page)/float64(none))
	return nil
}

// forms sends each of the answerings begun once, and tells how long each took.
func (l load) forms(ctx context.Context, client *http.Client, tokens []string, worker int) (times []time.Duration, failed int, first string) {
	for i := worker; i < len(tokens) && ctx.Err() == nil; i += l.Clients {
		began := time.Now()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.URL+tokens[i], strings.NewReader(submitted(i)))
		if err != nil {
			return times, failed + 1, err.Error()
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := client.Do(r)
		if err != nil {
			if ctx.Err() == nil {
				failed, first = failed+1, err.Error()
			}
			continue
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		switch {
		case ctx.Err() != nil:
		case err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(text), "Thank you"):
			failed++
			first = fmt.Sprintf("%d %.300s", res.StatusCode, text)
		default:
			times = append(times, time.Since(began))
		}
	}
	return times, failed, first
}

// begun are the secrets of a file that begin wrote.
func begun(file string) ([]string, error) {
	raw, err := os.ReadFile(file) //nolint:gosec // written by the bench itself
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(raw)), nil
}

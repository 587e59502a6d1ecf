package understand

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/record"
)

// fieldworkWork reads how a version goes.
type fieldworkWork struct {
	version fieldwork.Version
	doc     *questionnaire.Document
	zone    *time.Location
	out     *FieldworkResult
}

func (w *fieldworkWork) read(ctx context.Context, q record.Querier) error {
	reads := []func(context.Context, record.Querier) error{w.waves}
	if !w.out.Anonymous {
		reads = append(reads, w.outcomes, w.pages, w.days, w.doubts)
	}
	for _, read := range reads {
		if err := read(ctx, q); err != nil {
			return err
		}
	}
	w.out.All.settle()
	w.out.Open.settle()
	w.out.Invited.settle()
	return nil
}

func (w *fieldworkWork) outcomes(ctx context.Context, q record.Querier) error {
	found, err := fieldwork.Outcomes(ctx, q, w.version)
	for _, o := range found {
		part := &w.out.Open
		if o.Invited {
			part = &w.out.Invited
		}
		part.add(o)
		w.out.All.add(o)
	}
	return err
}

func (c *FieldworkCounts) add(o fieldwork.Outcome) {
	c.Started += o.N
	switch questionnaire.Outcome(o.Outcome) {
	case questionnaire.OutcomeComplete:
		c.Complete += o.N
	case questionnaire.OutcomeScreened:
		c.Screened += o.N
	case questionnaire.OutcomeQuotaFull:
		c.QuotaFull += o.N
	default:
		c.Going += o.N
	}
}

func (c *FieldworkCounts) settle() {
	c.Rate = rate(c.Complete, c.Started-c.Screened-c.QuotaFull)
}

func (w *fieldworkWork) pages(ctx context.Context, q record.Querier) error {
	times, err := fieldwork.Times(ctx, q, w.version)
	if err != nil {
		return err
	}
	standing, err := fieldwork.Standing(ctx, q, w.version, w.out.AsOf.Add(-stoppedAfter))
	if err != nil {
		return err
	}
	w.out.Time = timeOf(times[""])
	for i, page := range w.doc.Pages {
		p := FieldworkPage{Code: page.Code, Title: page.Title, Time: timeOf(times[page.Code])}
		for _, question := range page.Questions {
			if question.Kind != questionnaire.KindBlock {
				p.Questions++
			}
		}
		for _, at := range standing {
			if at.AtPage == page.Code || at.AtPage == "" && i == 0 {
				p.Stopped, p.Going = p.Stopped+at.Stopped, p.Going+at.N-at.Stopped
			}
		}
		w.out.Pages = append(w.out.Pages, p)
	}
	return nil
}

// timeOf is the median and the ninth tenth of times in order.
func timeOf(times []int64) FieldworkTime {
	n := len(times)
	if n == 0 {
		return FieldworkTime{}
	}
	median := (float64(times[(n-1)/2]) + float64(times[n/2])) / 2
	p90 := float64(times[(9*n+9)/10-1])
	return FieldworkTime{N: int64(n), MedianMS: &median, P90MS: &p90}
}

func (w *fieldworkWork) days(ctx context.Context, q record.Querier) error {
	hours, err := fieldwork.Hours(ctx, q, w.version)
	for _, h := range hours {
		day := time.Unix(h.Hour*3600, 0).In(w.zone).Format(dayLayout)
		if n := len(w.out.Days); n == 0 || w.out.Days[n-1].Day != day {
			w.out.Days = append(w.out.Days, FieldworkDay{Day: day})
		}
		last := &w.out.Days[len(w.out.Days)-1]
		last.Started, last.Complete = last.Started+h.Started, last.Complete+h.Complete
	}
	return err
}

func (w *fieldworkWork) doubts(ctx context.Context, q record.Querier) error {
	median, n, err := fieldwork.Pace(ctx, q, w.version)
	if err != nil {
		return err
	}
	fast := quality.Fast(median, n, w.out.Speed.Factor)
	if w.out.Speed.N = n; n > 0 {
		w.out.Speed.MedianMS = &median
	}
	if fast > 0 {
		w.out.Speed.UnderMS = &fast
	}
	found, err := fieldwork.Doubts(ctx, q, w.version, fast)
	if err != nil {
		return err
	}
	all, by := int64(0), map[string]int64{}
	for flags, n := range found {
		if all += n; flags != 0 {
			w.out.Flagged += n
		}
		for _, kind := range flags.List() {
			by[kind] += n
		}
	}
	for _, kind := range quality.Names() {
		w.out.Doubts = append(w.out.Doubts, FieldworkDoubt{Kind: kind, N: by[kind], Share: rate(by[kind], all)})
	}
	return nil
}

// waves tells how many answered, of each wave and stratum. Of an anonymous version
// whole waves are told, and answers in steps of 5.
func (w *fieldworkWork) waves(ctx context.Context, q record.Querier) error {
	found, err := fieldwork.Waves(ctx, q, w.version)
	if err != nil {
		return err
	}
	ways, err := fieldwork.Ways(ctx, q, w.version.Survey)
	if err != nil {
		return err
	}
	for _, f := range found {
		if w.out.Anonymous {
			f.Stratum = ""
		}
		if n := len(w.out.Waves); n == 0 || w.out.Waves[n-1].ID != f.ID || w.out.Waves[n-1].Stratum != f.Stratum {
			w.out.Waves = append(w.out.Waves, FieldworkWave{ID: f.ID, Name: f.Name, Stratum: f.Stratum})
		}
		w.out.Waves[len(w.out.Waves)-1].add(f)
	}
	for i := range w.out.Waves {
		wave := &w.out.Waves[i]
		if w.out.Anonymous {
			wave.Answered -= wave.Answered % releasedBy
		}
		wave.Rate = wave.rate()
	}
	if w.out.Anonymous {
		return nil
	}
	w.channels(ways)
	return w.nameStrata(ctx, q, ways)
}

// reached are those who could answer and belong to those asked.
func (f *FieldworkWave) reached() int64 { return f.Sent - f.Undelivered - f.Screened }

func (f *FieldworkWave) rate() Figure { return rate(f.Answered, f.reached()) }

// releasedBy is the step in which answers of anonymous versions are counted.
const releasedBy = 5

func (f *FieldworkWave) add(w fieldwork.Wave) {
	f.Invited += w.N
	if w.State != outreach.InvitationPlanned && w.State != outreach.InvitationDropped {
		f.Sent += w.N
	}
	switch w.State {
	case outreach.InvitationBounced, outreach.InvitationFailed:
		f.Undelivered += w.N
	case outreach.InvitationUnsubscribed:
		f.Refused += w.N
	case outreach.InvitationClosed:
		f.Answered += w.N
	case outreach.InvitationAnswered:
		if w.Reason == "" {
			f.Answered += w.N
		} else {
			f.Screened += w.N
		}
	}
}

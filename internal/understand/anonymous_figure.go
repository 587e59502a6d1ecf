package understand

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/stat"
)

// anonymousWork makes figures of sums.
type anonymousWork struct {
	s     *Service
	doc   *questionnaire.Document
	by    int // place of the cut, -1 for none
	where map[int]string
	sums  []anonymous.Sum
	texts map[string]int64
	out   *AnonymousFigures
}

// within tells whether sums are of the classes that are asked for.
func (w *anonymousWork) within(sum anonymous.Sum) bool {
	for i, class := range w.where {
		if i >= len(sum.Told) || sum.Told[i] != class {
			return false
		}
	}
	return true
}

// questions adds all that was answered, in the order of the document.
func (w *anonymousWork) questions(ctx context.Context) error {
	byKey := map[string][]anonymous.Sum{}
	for _, sum := range w.sums {
		if w.within(sum) {
			byKey[sum.Question] = append(byKey[sum.Question], sum)
		}
	}
	for key := range w.texts { // texts are never cut
		byKey[key] = append([]anonymous.Sum{}, byKey[key]...)
	}
	for p := range w.doc.Pages {
		for i := range w.doc.Pages[p].Questions {
			if err := w.question(ctx, &w.doc.Pages[p].Questions[i], byKey); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *anonymousWork) question(ctx context.Context, q *questionnaire.Question, byKey map[string][]anonymous.Sum) error {
	rows := []questionnaire.Row{{MeasureID: q.MeasureID}}
	if q.Kind == questionnaire.KindMatrix {
		rows = q.Rows
	}
	for _, row := range rows {
		keys := slices.Sorted(maps.Keys(byKey))
		for _, key := range keys {
			code, item, rowCode := codeOf(key)
			if code != q.Code || rowCode != row.Code {
				continue
			}
			one := AnonymousQuestion{Code: key, Kind: string(q.Kind), Text: q.Text, Row: row.Text, Item: item, Labels: labelsOf(q), Groups: []AnonymousCell{}, Texts: w.texts[key]}
			counted, err := w.counted(ctx, q, row.MeasureID, &one)
			if err != nil {
				return err
			}
			w.cells(&one, byKey[key], counted)
			w.out.Questions = append(w.out.Questions, one)
		}
	}
	return nil
}

func labelsOf(q *questionnaire.Question) []AnonymousLabel {
	out := []AnonymousLabel{}
	for _, o := range q.Options {
		out = append(out, AnonymousLabel{o.Code, o.Text})
	}
	return out
}

// counted is how scores become a figure: by the measure that is asked, else their
// mean; nil where the question has no scores.
func (w *anonymousWork) counted(ctx context.Context, q *questionnaire.Question, measureID string, one *AnonymousQuestion) (*measured, error) {
	scored := slices.Contains([]questionnaire.Kind{questionnaire.KindScale, questionnaire.KindSlider, questionnaire.KindNumber}, q.Kind) ||
		q.Kind == questionnaire.KindMatrix && q.Scale != nil
	if !scored {
		return nil, nil
	}
	m := measured{}
	m.Metric = "mean"
	if measureID != "" {
		found, err := w.s.o.Measures.Measure(ctx, measureID)
		switch {
		case err == nil:
			m = measured{found}
			one.Measure = found.Name
		case !fault.Is(err, fault.CodeNotFound):
			return nil, err
		}
	}
	one.Metric = string(m.Metric)
	switch {
	case q.Scale != nil:
		one.Min, one.Max = float64(q.Scale.Min), float64(q.Scale.Max())
	case q.Limits != nil && q.Limits.Min != nil && q.Limits.Max != nil:
		one.Min, one.Max = *q.Limits.Min, *q.Limits.Max
	}
	return &m, nil
}

// cells are the total and, where a cut is asked for, what is told of each class.
func (w *anonymousWork) cells(one *AnonymousQuestion, sums []anonymous.Sum, m *measured) {
	one.Total = cellOf("", sums, m)
	if w.by < 0 {
		return
	}
	told := int64(0)
	for _, class := range w.out.Cuts[w.by].Classes {
		var part []anonymous.Sum
		for _, sum := range sums {
			if w.by < len(sum.Told) && sum.Told[w.by] == class.Code {
				part = append(part, sum)
			}
		}
		if len(part) > 0 {
			cell := cellOf(class.Code, part, m)
			told += cell.N
			one.Groups = append(one.Groups, cell)
		}
	}
	one.Untold = one.Total.N - told
}

// cellOf adds sums up to one figure with its shares.
func cellOf(class string, sums []anonymous.Sum, m *measured) AnonymousCell {
	cell := AnonymousCell{Class: class, Items: []AnonymousItem{}}
	byName := map[string]int64{}
	var moments stat.Moments
	for _, sum := range sums {
		switch i := sum.Item; i.Name {
		case anonymous.Base:
			cell.N += i.N
		case anonymous.Number:
			moments.Absorb(stat.Moments{N: i.N, W: float64(i.N), W2: float64(i.N), WX: i.Sum, WX2: i.Squares})
		default:
			byName[i.Name] += i.N
		}
	}
	chosen := int64(0)
	for name, n := range byName {
		item := anonymous.Named(name)
		if item.What == "score" && m != nil {
			moments.Absorb(repeated(m.contribution(item.Score), n))
		}
		if item.What == "best" {
			chosen += n
		}
	}
	if m != nil && moments.N > 0 {
		f := figureOf(m.clip(stat.Simple(m.kind(), moments)))
		cell.Figure = &f
	}
	for name, n := range byName {
		cell.Items = append(cell.Items, itemOf(anonymous.Named(name), n, cell.N, chosen))
	}
	slices.SortFunc(cell.Items, inOrder)
	return cell
}

// repeated are the moments of n answers with the same contribution.
func repeated(x float64, n int64) stat.Moments {
	k := float64(n)
	return stat.Moments{N: n, W: k, W2: k, WX: k * x, WX2: k * x * x}
}

func itemOf(item anonymous.ItemName, n, people, choices int64) AnonymousItem {
	out := AnonymousItem{What: item.What, Code: item.Code, Place: item.Place, N: n}
	if item.What != "best" && item.What != "worst" {
		out.Share = figureOf(stat.Share(n, people))
		return out
	}
	// One person chooses several times, which the interval does not know.
	out.Share = figureOf(stat.Share(min(n, choices), choices))
	out.Share.Low, out.Share.High, out.Share.Method, out.Share.MethodLabel = nil, nil, "", ""
	return out
}

// inOrder puts scores by number, options and places as they are called.
func inOrder(a, b AnonymousItem) int {
	if a.What != b.What {
		return strings.Compare(a.What, b.What)
	}
	if a.Place != b.Place {
		return a.Place - b.Place
	}
	x, errX := strconv.ParseFloat(a.Code, 64)
	y, errY := strconv.ParseFloat(b.Code, 64)
	if errX == nil && errY == nil && x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return strings.Compare(a.Code, b.Code)
}

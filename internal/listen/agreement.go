package listen

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/balcony-cx/balcony/internal/stat"
)

// AgreementFigure is how far coders agree beyond chance, with its interval.
type AgreementFigure struct {
	Value     *float64 `json:"value" doc:"1 is full, 0 what chance gives, below 0 less than that; null where it cannot be told."`
	Low       *float64 `json:"low" doc:"Null where there is no interval."`
	High      *float64 `json:"high"`
	Share     *float64 `json:"share" doc:"Of judgements that are the same, 0 to 1, not corrected for chance; null where nothing was judged."`
	Units     int      `json:"units" doc:"Sentences judged, times codes."`
	Documents int      `json:"documents"`
	Method    string   `json:"method"`
	Trouble   string   `json:"trouble,omitempty" doc:"Why there is no value or no interval."`
}

// CodeAgreement is how far coders agree on one code.
type CodeAgreement struct {
	CodeID string           `json:"code_id" format:"uuid"`
	Given  int              `json:"given" doc:"Sentences to which one coder at least gave it."`
	Alpha  AgreementFigure  `json:"alpha"`
	Kappa  *AgreementFigure `json:"kappa,omitempty" doc:"Where the same two coders judged every document."`
}

// StudyAgreement is how far the coders of a study agree: over the documents that
// two coders at least are done with, once they may see each other. The unit is a
// sentence of those who were asked; a sentence carries a code where a passage
// touches it.
type StudyAgreement struct {
	Documents int              `json:"documents"`
	Sentences int              `json:"sentences"`
	Blind     bool             `json:"blind" doc:"True: none of the coders saw another's passages while coding."`
	Coders    []Coder          `json:"coders"`
	With      string           `json:"with,omitempty" doc:"The coder who does not sign in with whom people are compared, on the codes that it gives."`
	Alpha     AgreementFigure  `json:"alpha" doc:"Krippendorff's, nominal, over all codes."`
	Kappa     *AgreementFigure `json:"kappa,omitempty" doc:"Cohen's, where the same two coders judged every document."`
	Codes     []CodeAgreement  `json:"codes"`
}

// judged is a document with its coders, in the order of their ids, and how many
// sentences they judged.
type judged struct {
	document  string
	coders    []string
	sentences int
}

// judgements are, by code and document, who gave the code to which sentence.
type judgements map[string]map[string]map[int]map[string]bool

// judgementsOf sorts passages by code, document and sentence.
func judgementsOf(passages []said) judgements {
	out := judgements{}
	for _, p := range passages {
		if out[p.Code] == nil {
			out[p.Code] = map[string]map[int]map[string]bool{}
		}
		of := out[p.Code]
		if of[p.Document] == nil {
			of[p.Document] = map[int]map[string]bool{}
		}
		for n := p.FromN; n <= p.ToN; n++ {
			if of[p.Document][n] == nil {
				of[p.Document][n] = map[string]bool{}
			}
			of[p.Document][n][p.Coder.ID] = true
		}
	}
	return out
}

// agreementOf computes agreement over documents that were judged.
func agreementOf(documents []judged, passages []said) StudyAgreement {
	out := StudyAgreement{Documents: len(documents), Codes: []CodeAgreement{}}
	all := judgementsOf(passages)
	codes := slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(code string) bool {
		return !slices.ContainsFunc(documents, func(d judged) bool { return len(all[code][d.document]) > 0 })
	})
	alphas, kappas := make([][]stat.Pairs, len(documents)), make([][]stat.Crossed, len(documents))
	two := samePair(documents)
	given := make([]int, len(codes))
	for i, d := range documents {
		out.Sentences += d.sentences
		for k, code := range codes {
			alpha, kappa, n := judge(d, all[code][d.document], two)
			alphas[i], kappas[i], given[k] = append(alphas[i], alpha), append(kappas[i], kappa), given[k]+n
		}
	}
	out.Alpha = figureOf(stat.KrippendorffAlpha(alphas))
	if two {
		out.Kappa = new(figureOf(stat.CohenKappa(kappas)))
	}
	for k, code := range codes {
		one := CodeAgreement{CodeID: code, Given: given[k], Alpha: figureOf(stat.KrippendorffAlpha(column(alphas, k)))}
		if two {
			one.Kappa = new(figureOf(stat.CohenKappa(column(kappas, k))))
		}
		out.Codes = append(out.Codes, one)
	}
	slices.SortStableFunc(out.Codes, func(a, b CodeAgreement) int { return cmp.Compare(b.Given, a.Given) })
	return out
}

// column is one code of each document.
func column[T any](documents [][]T, k int) [][]T {
	out := make([][]T, len(documents))
	for i, d := range documents {
		out[i] = d[k : k+1]
	}
	return out
}

// samePair tells whether the same two coders judged every document.
func samePair(documents []judged) bool {
	return len(documents) > 0 && !slices.ContainsFunc(documents, func(d judged) bool {
		return len(d.coders) != 2 || !slices.Equal(d.coders, documents[0].coders)
	})
}

// judge is what the coders of a document said of one code: the sentences that
// one of them gave it, and those that none did.
func judge(d judged, by map[int]map[string]bool, two bool) (alpha stat.Pairs, kappa stat.Crossed, given int) {
	alpha, kappa = stat.NewPairs(2), stat.NewCrossed(2)
	for _, gave := range by {
		values := make([]int, len(d.coders))
		touched := 0
		for i, coder := range d.coders {
			if gave[coder] {
				values[i], touched = 1, 1
			}
		}
		if touched == 0 {
			continue
		}
		given++
		alpha.AddUnit(values...)
		if two {
			kappa.AddOrdered(values[0], values[1], 1)
		}
	}
	alpha.AddUnits(max(d.sentences-given, 0), make([]int, len(d.coders))...)
	if two {
		kappa.AddOrdered(0, 0, d.sentences-given)
	}
	return alpha, kappa, given
}

// figureOf is an agreement as it is told.
func figureOf(a stat.Agreement) AgreementFigure {
	return AgreementFigure{
		Value: number(a.Value), Low: number(a.Low), High: number(a.High), Share: number(a.Share), Units: a.Units, Documents: a.Documents,
		Method: string(a.Method), Trouble: string(a.Trouble),
	}
}

// number is a value that JSON can carry, nil where there is none.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

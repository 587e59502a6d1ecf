package respond

import "github.com/balcony-cx/balcony/internal/collect/quality"

// judged is what makes an answering doubtful by itself.
type judged struct {
	pace        int64
	flags       quality.Flags
	print, text string
}

// judge looks at an answering that has become a response.
func (d *decided) judge() judged {
	doc := d.asked.Document
	out := judged{pace: quality.Pace(doc, d.Answers, d.times), flags: quality.Judge(doc, d.Answers)}
	out.print, out.text = quality.Prints(d.SurveyID, doc, d.Answers, d.raw)
	return out
}

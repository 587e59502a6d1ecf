package questionnaire

import "fmt"

// eachWords goes through all that people read, in the order of the document.
func (d *Document) eachWords(f func(path string, w Words)) {
	f("title", d.Title)
	for i := range d.Pages {
		p, path := &d.Pages[i], fmt.Sprintf("pages[%d]", i)
		f(path+".title", p.Title)
		for j := range p.Questions {
			p.Questions[j].eachWords(fmt.Sprintf("%s.questions[%d]", path, j), f)
		}
	}
	for i, e := range d.Ends {
		f(fmt.Sprintf("ends[%d].title", i), e.Title)
		f(fmt.Sprintf("ends[%d].text", i), e.Text)
	}
	s := d.Settings
	f("settings.who", s.Who)
	f("settings.why", s.Why)
	f("settings.after", s.After)
	f("settings.since", s.Since)
	f("settings.privacy", s.Privacy)
	for i, c := range s.Cuts {
		f(fmt.Sprintf("settings.cuts[%d].label", i), c.Label)
		for j, class := range c.Classes {
			f(fmt.Sprintf("settings.cuts[%d].classes[%d].label", i, j), class.Label)
		}
	}
}

func (q *Question) eachWords(path string, f func(path string, w Words)) {
	f(path+".text", q.Text)
	f(path+".hint", q.Hint)
	f(path+".why", q.Why)
	for i, o := range q.Options {
		f(fmt.Sprintf("%s.options[%d].text", path, i), o.Text)
	}
	for i, r := range q.Rows {
		f(fmt.Sprintf("%s.rows[%d].text", path, i), r.Text)
	}
	if q.Scale != nil {
		f(path+".scale.low", q.Scale.Low)
		f(path+".scale.high", q.Scale.High)
		for i, l := range q.Scale.Labels {
			f(fmt.Sprintf("%s.scale.labels[%d]", path, i), l)
		}
	}
	for i, r := range q.Rules {
		f(fmt.Sprintf("%s.rules[%d].words", path, i), r.Words)
	}
}

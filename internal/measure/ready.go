package measure

import (
	"context"
	"maps"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Ready is a measure that stands ready to be made in a program. The wordings are
// the house's own, plain and neutral, in English and French; Source says where
// the method comes from.
type Ready struct {
	Code    string            `json:"code" enum:"recommend,satisfaction,effort,stay,expectation,understood"`
	Name    map[string]string `json:"name" doc:"By language."`
	Why     map[string]string `json:"why" doc:"What it tells, by language."`
	Source  string            `json:"source" doc:"Where the method comes from."`
	Wording map[string]string `json:"wording" doc:"By language."`
	Intent  Intent            `json:"intent" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
	Scale   Scale             `json:"scale"`
	Metric  Metric            `json:"metric" enum:"nps,share,mean"`
}

// AllReady are the measures that stand ready, those for the relationship first.
//
//   - recommend: 0 to 10, NPS = share of 9 and 10 minus share of 0 to 6
//     (Reichheld, The one number you need to grow, HBR 2003).
//   - satisfaction: 1 to 5 in words, share of the top two boxes (Hill, Roche,
//     Allen, Customer Satisfaction, 2007).
//   - effort: agreement from 1 to 7 that it was easy, higher is better, share of
//     5 to 7, as in CES 2.0 (Dixon, Toman, DeLisi, The Effortless Experience,
//     2013). The first CES of 2010 ran the other way and is not comparable.
//   - stay: intent to stay over twelve months, 1 to 5 in words, share of the top
//     two boxes (Zeithaml, Berry, Parasuraman, J. Marketing 60, 1996).
//   - expectation: below, as or above what was expected; share of as and above
//     (Oliver, A cognitive model of satisfaction, J. Marketing Research 17, 1980).
//   - understood: agreement from 1 to 5 that one felt understood, share of the
//     top two boxes (Reis, Clark, Holmes, perceived responsiveness, 2004).
func AllReady() []Ready {
	return []Ready{
		{
			Code: "recommend", Name: said("Would recommend", "Recommandation"), Intent: Advocacy, Metric: NPS, Source: "Reichheld 2003 (NPS)",
			Why:     said("Whether they would put their own name behind us.", "S’ils nous recommanderaient en leur nom."),
			Wording: said("How likely are you to recommend us to somebody you know?", "Quelle est la probabilité que vous nous recommandiez à quelqu’un que vous connaissez ?"),
			Scale: worded(Numbered(0, 10, Up), map[string][2]string{
				"0": {"Not at all likely", "Pas du tout probable"}, "10": {"Extremely likely", "Tout à fait probable"},
			}),
		},
		{
			Code: "satisfaction", Name: said("Satisfaction", "Satisfaction"), Intent: Satisfaction, Metric: Share, Source: "Hill, Roche, Allen 2007 (CSAT)",
			Why:     said("How content they are, as they see it.", "À quel point ils sont contents, selon eux."),
			Wording: said("All in all, how satisfied or dissatisfied are you?", "Dans l’ensemble, dans quelle mesure êtes-vous satisfait ou insatisfait ?"),
			Scale: worded(Numbered(1, 5, Up), map[string][2]string{
				"1": {"Very dissatisfied", "Très insatisfait"}, "2": {"Dissatisfied", "Insatisfait"}, "3": {"Neither", "Ni l’un ni l’autre"},
				"4": {"Satisfied", "Satisfait"}, "5": {"Very satisfied", "Très satisfait"},
			}),
		},
		{
			Code: "effort", Name: said("Ease", "Facilité"), Intent: Effort, Metric: Share, Source: "Dixon, Toman, DeLisi 2013 (CES 2.0)",
			Why:     said("Whether it was easy for them; 7 is the easy end.", "Si cela leur a été facile ; 7 est le côté facile."),
			Wording: said("How far do you agree: it was easy to do what I came for.", "Dans quelle mesure êtes-vous d’accord : il a été facile de faire ce que j’étais venu faire."),
			Scale: worded(goodFrom(Numbered(1, 7, Up), 5), map[string][2]string{
				"1": {"Strongly disagree", "Pas du tout d’accord"}, "2": {"Disagree", "Pas d’accord"}, "3": {"Somewhat disagree", "Plutôt pas d’accord"},
				"4": {"Neither", "Ni l’un ni l’autre"}, "5": {"Somewhat agree", "Plutôt d’accord"}, "6": {"Agree", "D’accord"}, "7": {"Strongly agree", "Tout à fait d’accord"},
			}),
		},
		{
			Code: "stay", Name: said("Intent to stay", "Intention de rester"), Intent: Loyalty, Metric: Share, Source: "Zeithaml, Berry, Parasuraman 1996",
			Why:     said("Whether they see themselves with us in a year.", "S’ils se voient encore chez nous dans un an."),
			Wording: said("How likely or unlikely is it that you will still be our customer twelve months from now?", "Est-il probable ou improbable que vous soyez encore notre client dans douze mois ?"),
			Scale: worded(Numbered(1, 5, Up), map[string][2]string{
				"1": {"Very unlikely", "Très improbable"}, "2": {"Unlikely", "Improbable"}, "3": {"Neither", "Ni l’un ni l’autre"},
				"4": {"Likely", "Probable"}, "5": {"Very likely", "Très probable"},
			}),
		},
		{
			Code: "expectation", Name: said("Expectation met", "Attente tenue"), Intent: Expectation, Metric: Share, Source: "Oliver 1980",
			Why:     said("Whether it was as they had reason to expect.", "Si cela a été comme ils pouvaient s’y attendre."),
			Wording: said("Compared with what you expected, how was it?", "Par rapport à ce que vous attendiez, comment était-ce ?"),
			Scale: worded(goodFrom(Numbered(1, 3, Up), 2), map[string][2]string{
				"1": {"Below what I expected", "En dessous de mes attentes"}, "2": {"As I expected", "Comme je m’y attendais"}, "3": {"Above what I expected", "Au-dessus de mes attentes"},
			}),
		},
		{
			Code: "understood", Name: said("Felt understood", "Se sentir compris"), Intent: Emotion, Metric: Share, Source: "Reis, Clark, Holmes 2004",
			Why:     said("Whether they felt that we saw what mattered to them.", "S’ils ont senti que nous voyions ce qui comptait pour eux."),
			Wording: said("How far do you agree: I felt understood.", "Dans quelle mesure êtes-vous d’accord : je me suis senti compris."),
			Scale: worded(Numbered(1, 5, Up), map[string][2]string{
				"1": {"Strongly disagree", "Pas du tout d’accord"}, "2": {"Disagree", "Pas d’accord"}, "3": {"Neither", "Ni l’un ni l’autre"},
				"4": {"Agree", "D’accord"}, "5": {"Strongly agree", "Tout à fait d’accord"},
			}),
		},
	}
}

func said(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }

// worded gives a scale its words, in English as labels and in French beside.
func worded(s Scale, words map[string][2]string) Scale {
	french := map[string]string{}
	for score, w := range words {
		s.Labels[score], french[score] = w[0], w[1]
	}
	s.Words = map[string]map[string]string{"fr": french}
	return s
}

// goodFrom counts whole scores from the given one to the top as good.
func goodFrom(s Scale, lowest float64) Scale {
	s.Good = nil
	for v := lowest; v <= s.Max; v++ {
		s.Good = append(s.Good, v)
	}
	return s
}

// in is the measure with its name and the labels of its scale in a language,
// English where it has none; the words of the other languages stand beside.
func (r Ready) in(lang string) Measure {
	m := Measure{Name: r.Name["en"], Wording: maps.Clone(r.Wording), Intent: r.Intent, Scale: r.Scale, Metric: r.Metric}
	words, there := r.Scale.Words[lang]
	if there {
		m.Name = r.Name[lang]
		m.Scale.Labels, m.Scale.Words = words, maps.Clone(r.Scale.Words)
		delete(m.Scale.Words, lang)
		m.Scale.Words["en"] = r.Scale.Labels
	}
	return m
}

// CreateReady makes the measure that stands ready by this code, in a language, in
// the program and at the touchpoint of own, by its name where it has one.
func (s *Service) CreateReady(ctx context.Context, own Measure, code, lang string) (Measure, log.Position, error) {
	if err := access.From(ctx).Require(access.MeasureWrite, access.Program(own.ProgramID)); err != nil {
		return Measure{}, 0, err
	}
	m, err := FromReady(code, lang, own.Name)
	if err != nil {
		return Measure{}, 0, err
	}
	m.ProgramID, m.TouchpointID = own.ProgramID, own.TouchpointID
	return s.Create(ctx, m)
}

// FromReady is the measure that stands ready by this code, in a language, for a
// program; name "" for its own.
func FromReady(code, lang, name string) (Measure, error) {
	all := AllReady()
	i := slices.IndexFunc(all, func(r Ready) bool { return r.Code == code })
	if i < 0 {
		return Measure{}, fault.Invalid("ready", "There is no ready measure of this code. List them at /api/measures/ready.").Keyed("measure.ready")
	}
	m := all[i].in(lang)
	if name != "" {
		m.Name = name
	}
	return m, nil
}

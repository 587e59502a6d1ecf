package measure

import "github.com/balcony-cx/balcony/internal/measure/questionnaire"

// readyReasons is the list of main reasons that stands ready, in English and French:
// what most people name first of most services. It is a beginning; what a firm's own
// customers write brings it to theirs.
func readyReasons() ReasonList {
	l := ReasonList{
		Wording: said("What is the main reason for your answer?", "Quelle est la raison principale de votre réponse ?"),
		Why:     said("Please tell us more in your own words.", "Dites-nous-en plus, avec vos mots."),
		Other:   said("Something else", "Autre chose"),
	}
	for _, r := range [][3]string{
		{"quality", "The quality of the product or service", "La qualité du produit ou du service"},
		{"price", "The price for what I get", "Le prix par rapport à ce que j’obtiens"},
		{"people", "The people I dealt with", "Les personnes à qui j’ai eu affaire"},
		{"time", "How long it took", "Le temps que cela a pris"},
		{"ease", "How easy or hard it was", "La facilité ou la difficulté"},
		{"told", "What I was told, or was not told", "Ce que l’on m’a dit, ou ne m’a pas dit"},
		{"problem", "How a problem was dealt with", "La façon dont un problème a été traité"},
	} {
		l.Reasons = append(l.Reasons, ListedReason{Code: r[0], Text: questionnaire.Words(said(r[1], r[2]))})
	}
	return l
}

// readyReasonsName is how the ready list is called in a language.
func readyReasonsName(lang string) string {
	if lang == "fr" {
		return "Raison principale"
	}
	return "Main reason"
}

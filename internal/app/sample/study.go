package sample

import (
	"regexp"
	"strings"
)

// talk is an invented interview: whom it was led with, what they consented to,
// and what was said. In its text $me and $firm stand for the invented person
// and account, and {CODES|WORDS} marks a passage of one sentence: a code by its
// key, from both coders, or from one of them with .1 or .2 behind it; +N and -N
// put it with the N-th finding, for or against it.
type talk struct {
	language, role string
	kind           string
	side           string
	consent        string
	state          string
	released       bool
	daysAgo        int
	text           string
}

// marked is a passage of a talk.
type marked struct {
	words    string
	codes    []givenCode
	excerpts []givenExcerpt
}

type givenCode struct {
	key    string
	coders []string
}

type givenExcerpt struct {
	finding int // in the plans, from 1
	against bool
}

var markup = regexp.MustCompile(`\{([^|{}]+)\|([^{}]+)\}`)

// parsed is the text of a talk as it was said, and its marked passages.
func (t talk) parsed(me, firm string) (string, []marked) {
	named := strings.NewReplacer("$me", me, "$firm", firm).Replace(strings.TrimSpace(t.text))
	var all []marked
	for _, m := range markup.FindAllStringSubmatch(named, -1) {
		one := marked{words: m[2]}
		for _, tag := range strings.Fields(m[1]) {
			one.take(tag)
		}
		all = append(all, one)
	}
	return markup.ReplaceAllString(named, "$2") + "\n", all
}

func (m *marked) take(tag string) {
	if tag[0] == '+' || tag[0] == '-' {
		m.excerpts = append(m.excerpts, givenExcerpt{finding: int(tag[1] - '0'), against: tag[0] == '-'})
		return
	}
	key, only, one := strings.Cut(tag, ".")
	coders := []string{firstCoder, secondCoder}
	if one {
		coders = coders[only[0]-'1':][:1]
	}
	m.codes = append(m.codes, givenCode{key, coders})
}

// asked is somebody who is still to be asked, or to be heard.
type asked struct {
	language, role, kind, side, state string
	dueIn                             int // days from the day of loading
}

func stillAsked() []asked {
	return []asked{
		{"fr", "decides", "account_review", "", "planned", 21},
		{"en", "influences", "win_loss", "against", "planned", -6},
		{"fr", "uses", "in_depth", "for", "invited", 9},
		{"en", "uses", "mid_project", "", "invited", -3},
		{"fr", "influences", "post_project", "against", "agreed", 4},
		{"en", "decides", "exit", "against", "held", -2},
	}
}

// codePlan is a code of the codebook.
type codePlan struct {
	key                       string
	family                    int
	name, definition, notWhen Text
}

func familyPlans() []Text {
	return []Text{{"Being told", "Être prévenu"}, {"Getting help", "Se faire aider"}, {"Staying or leaving", "Rester ou partir"}}
}

func codePlans() []codePlan {
	return []codePlan{
		{"told", 0, Text{"Told in time", "Prévenu à temps"}, Text{"They heard of a change before it hit them.", "On leur a parlé d’un changement avant qu’ils le subissent."}, Text{"They found out by asking.", "Ils l’ont appris en demandant."}},
		{"untold", 0, Text{"Left to find out", "Laissé sans nouvelles"}, Text{"They learned of a delay by asking, or by its coming.", "Ils ont appris un retard en demandant, ou en le subissant."}, Text{"The delay itself, where they had been told.", "Le retard lui-même, s’ils étaient prévenus."}},
		{"expert", 1, Text{"Somebody who knows the plant", "Quelqu’un qui connaît l’usine"}, Text{"Help by a person who needs no explaining.", "Une aide par quelqu’un à qui il n’y a rien à expliquer."}, Text{}},
		{"menu", 1, Text{"Lost before a person answers", "Perdu avant d’avoir quelqu’un"}, Text{"Menus, waiting, being passed on.", "Menus, attente, transferts."}, Text{"Trouble with the portal.", "Les ennuis avec le portail."}},
		{"portal", 1, Text{"Does it on the portal", "Passe par le portail"}, Text{"What they settle by themselves on the portal.", "Ce qu’ils règlent seuls sur le portail."}, Text{}},
		{"bound", 2, Text{"Stays since leaving costs", "Reste car partir coûte"}, Text{"They would go if changing were easier.", "Ils partiraient si changer était plus simple."}, Text{}},
		{"trust", 2, Text{"Stays out of trust", "Reste par confiance"}, Text{"They stay though they could go.", "Ils restent alors qu’ils pourraient partir."}, Text{}},
		{"price", 2, Text{"Compares prices", "Compare les prix"}, Text{"They weigh what is included against another offer.", "Ils comparent ce qui est compris avec une autre offre."}, Text{}},
	}
}

// findingPlan is a finding of the study.
type findingPlan struct {
	claim, why, ends, reason Text
	kind, state              string
	published                bool
	touchpoint               string     // key
	rests                    MeasureKey // a measure that rests on it
	expected                 bool       // what is expected at the touchpoint was written from it
}

func findingPlans() []findingPlan {
	return []findingPlan{
		{Text{"A delay that they hear of in time is forgiven; one that they find out is not.", "Un retard annoncé à temps est pardonné ; un retard découvert ne l’est pas."},
			Text{"We can be late now and then. We cannot be silent.", "Nous pouvons être en retard de temps à autre. Pas rester muets."},
			Text{"Not where the date was promised to their own customers.", "Sauf quand la date était promise à leurs propres clients."}, Text{}, "feel", "supported", true, "take-delivery", Promises, true},
		{Text{"In a breakdown they hang up in the menu and ring a fitter they know.", "En cas de panne, ils abandonnent le menu et appellent un monteur qu’ils connaissent."},
			Text{"Calls that never reach us count as no trouble in our figures.", "Les appels qui ne nous parviennent pas ne se voient pas dans nos chiffres."},
			Text{"Those who have no fitter’s number wait.", "Ceux qui n’ont le numéro de personne attendent."}, Text{}, "do", "supported", true, "get-help-by-telephone", Ease, true},
		{Text{"They stay because changing the control would cost them more.", "Ils restent parce que changer de commande coûterait plus cher."},
			Text{"Who stays for that reason alone leaves with the next plant.", "Qui ne reste que pour cela part avec la prochaine usine."},
			Text{}, Text{"Users say the opposite: they stay for the people.", "Ceux qui utilisent disent le contraire : ils restent pour les gens."}, "think", "contradicted", true, "renew-the-service-contract", "", false},
		{Text{"Buyers compare the price of spare parts before they renew.", "Les acheteurs comparent le prix des pièces avant de renouveler."},
			Text{"The contract is judged by parts that it does not hold.", "Le contrat est jugé sur des pièces qu’il ne comprend pas."}, Text{}, Text{}, "do", "proposed", false, "order-spare-parts", "", false},
		{Text{"A shorter offer is a clearer offer.", "Une offre plus courte est une offre plus claire."}, Text{}, Text{},
			Text{"One voice only, and the firm has changed its offers since.", "Une seule voix, et les offres ont changé depuis."}, "think", "retired", true, "receive-the-proposal", Worth, false},
	}
}

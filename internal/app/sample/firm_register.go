package sample

// channelPlan is a channel of the register; events and answers name it by key.
type channelPlan struct {
	key    string
	name   Text
	nature string
}

func channelPlans() []channelPlan {
	return []channelPlan{
		{"phone", Text{"Telephone", "Téléphone"}, "human"}, {"mail", Text{"E-mail", "Courriel"}, "virtual"}, {"portal", Text{"Customer portal", "Espace client"}, "virtual"},
		{"visit", Text{"Visit to the plant", "Visite en usine"}, "human"}, {"post", Text{"Paper and post", "Papier et courrier"}, "physical"},
	}
}

func stagePlans() []Text {
	return []Text{{"Choose", "Choisir"}, {"Build", "Réaliser"}, {"Use", "Utiliser"}, {"Get help", "Se faire aider"}, {"Renew", "Renouveler"}}
}

// touchpointPlan is a line of the register.
type touchpointPlan struct {
	key            string
	name, customer Text
	channel        string
	stages         []int
	measure        MeasureKey
	ownerless      bool
	expectation    *expectationPlan
}

// expectationPlan is what customers may expect and the standard that meets it;
// without a target it cannot be measured.
type expectationPlan struct {
	words                              Text
	kind                               string
	target                             float64
	from, until, match, promise, event string
	property, value                    string
	hours                              float64
	measure                            MeasureKey
}

func touchpointPlans() []touchpointPlan {
	return append(append(choosing(), building()...), using()...)
}

func choosing() []touchpointPlan {
	return []touchpointPlan{
		{key: "see-a-reference-plant", name: Text{"See a reference plant", "Visiter une usine de référence"}, customer: Text{"Seeing it run elsewhere", "Le voir tourner ailleurs"}, channel: "visit", stages: []int{0}, ownerless: true},
		{key: "ask-for-a-proposal", name: Text{"Ask for a proposal", "Demander une offre"}, customer: Text{"Asking what it would cost", "Demander combien cela coûterait"}, channel: "mail", stages: []int{0, 4}},
		{key: "receive-the-proposal", name: Text{"Receive the proposal", "Recevoir l’offre"}, customer: Text{"The offer on my desk", "L’offre sur mon bureau"}, channel: "mail", stages: []int{0, 4},
			expectation: &expectationPlan{words: Text{"I have the offer within three days of asking.", "J’ai l’offre dans les trois jours."}, kind: "time", target: .8, from: "proposal_asked", until: "proposal_sent", match: "proposal", hours: 72}},
		{key: "sign-the-contract", name: Text{"Sign the contract", "Signer le contrat"}, customer: Text{"Signing", "La signature"}, channel: "post", stages: []int{0}, ownerless: true},
		{key: "agree-on-the-budget", name: Text{"Agree on next year’s budget", "Convenir du budget de l’an prochain"}, channel: "visit", stages: []int{4}, ownerless: true},
	}
}

func building() []touchpointPlan {
	return []touchpointPlan{
		{key: "start-the-project", name: Text{"Start the project", "Lancer le projet"}, customer: Text{"The first morning", "Le premier matin"}, channel: "visit", stages: []int{1},
			expectation: &expectationPlan{words: Text{"On the first day I know everybody who will come into my plant.", "Dès le premier jour, je connais tous ceux qui viendront dans mon usine."}}},
		{key: "follow-the-milestones", name: Text{"Follow the milestones", "Suivre les jalons"}, customer: Text{"Where are we?", "Où en est-on ?"}, channel: "mail", stages: []int{1}, measure: Promises},
		{key: "take-delivery", name: Text{"Take delivery", "Réceptionner"}, customer: Text{"The day it has to run", "Le jour où ça doit tourner"}, channel: "visit", stages: []int{1}, measure: Project,
			expectation: &expectationPlan{words: Text{"It runs on the day that you promised.", "Cela tourne le jour promis."}, kind: "time", target: .9, until: "project_delivered", promise: "promised"}},
		{key: "get-the-invoice", name: Text{"Get the invoice", "Recevoir la facture"}, customer: Text{"The bill", "La facture"}, channel: "post", stages: []int{1, 2},
			expectation: &expectationPlan{words: Text{"The invoice is right the first time.", "La facture est juste du premier coup."}, kind: "share", target: .98, event: "invoice_sent", property: "correct", value: "true"}},
	}
}

func using() []touchpointPlan {
	return []touchpointPlan{
		{key: "look-things-up-on-the-portal", name: Text{"Look things up", "Consulter ses informations"}, customer: Text{"Finding a part or a plan", "Trouver une pièce ou un plan"}, channel: "portal", stages: []int{2}},
		{key: "order-spare-parts", name: Text{"Order spare parts", "Commander des pièces"}, customer: Text{"Ordering a part", "Commander une pièce"}, channel: "portal", stages: []int{2}, ownerless: true},
		{key: "meet-at-the-plant", name: Text{"Meet at the plant", "Se rencontrer à l’usine"}, customer: Text{"Your round with us", "Votre tournée chez nous"}, channel: "visit", stages: []int{2, 4}, measure: Recommend},
		{key: "get-help-by-telephone", name: Text{"Get help in a breakdown", "Se faire aider en cas de panne"}, customer: Text{"When the line stands still", "Quand la ligne s’arrête"}, channel: "phone", stages: []int{3}, measure: Ease,
			expectation: &expectationPlan{words: Text{"Somebody who knows our plant answers within two hours.", "Quelqu’un qui connaît notre usine répond dans les deux heures."}, kind: "time", target: .9, from: "breakdown_reported", until: "breakdown_answered", match: "ticket", hours: 2}},
		{key: "get-help-by-mail", name: Text{"Ask a question in writing", "Poser une question par écrit"}, customer: Text{"A question that can wait", "Une question qui peut attendre"}, channel: "mail", stages: []int{3}, measure: Ease,
			expectation: &expectationPlan{words: Text{"My question is settled within two days.", "Ma question est réglée sous deux jours."}, kind: "time", target: .75, from: "question_asked", until: "question_settled", match: "ticket", hours: 48}},
		{key: "get-help-on-the-portal", name: Text{"Open a ticket", "Ouvrir un ticket"}, customer: Text{"Reporting a fault", "Signaler un défaut"}, channel: "portal", stages: []int{3}, measure: Ease,
			expectation: &expectationPlan{words: Text{"I can report a fault without having to explain it twice.", "Je peux signaler un défaut sans l’expliquer deux fois."}, kind: "quality", target: .6, measure: Ease}},
		{key: "be-called-back", name: Text{"Be called back", "Être rappelé"}, customer: Text{"Somebody who knows", "Quelqu’un qui sait"}, channel: "phone", stages: []int{3}, ownerless: true},
		{key: "hear-that-it-is-solved", name: Text{"Hear that it is solved", "Apprendre que c’est réglé"}, customer: Text{"All clear", "C’est réglé"}, channel: "mail", stages: []int{3}},
		{key: "get-help-on-site", name: Text{"Have a fitter come", "Faire venir un monteur"}, customer: Text{"The fitter on site", "Le monteur sur place"}, channel: "visit", stages: []int{3}, measure: Ease},
		{key: "renew-the-service-contract", name: Text{"Renew the service contract", "Renouveler le contrat d’entretien"}, customer: Text{"The yearly letter", "La lettre annuelle"}, channel: "post", stages: []int{4}, ownerless: true},
	}
}

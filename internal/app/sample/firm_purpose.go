package sample

// Text of the program.
func programName() Text {
	return Text{"Corvane, an invented firm", "Corvane, une entreprise inventée"}
}

func programWhy() Text {
	return Text{
		"Plants that rely on us should never have to ask where their project stands or who helps when the line stops.",
		"Les usines qui comptent sur nous ne doivent jamais avoir à demander où en est leur projet, ni qui les aide quand la ligne s’arrête.",
	}
}

func programPopulation() Text {
	return Text{
		"All 60 accounts with a project or a service contract in the last two years (everything here is invented)",
		"Les 60 comptes ayant eu un projet ou un contrat d’entretien depuis deux ans (tout est inventé)",
	}
}

// measurePlan is a measure of the program.
type measurePlan struct {
	key      MeasureKey
	name     Text
	wording  Text
	intent   string
	min, max float64
	good     []float64
	metric   string
}

func measurePlans() []measurePlan {
	return []measurePlan{
		{Recommend, Text{"Would recommend Corvane", "Recommanderait Corvane"}, Text{"How likely are you to recommend Corvane to another plant?", "Recommanderiez-vous Corvane à une autre usine ?"}, "advocacy", 0, 10, []float64{9, 10}, "nps"},
		{Project, Text{"Satisfied with the project", "Satisfait du projet"}, Text{"How satisfied are you with the project?", "Êtes-vous satisfait du projet ?"}, "satisfaction", 1, 5, []float64{4, 5}, "share"},
		{Ease, Text{"Easy to get help", "Aide facile à obtenir"}, Text{"How easy was it to get help?", "A-t-il été facile d’obtenir de l’aide ?"}, "effort", 1, 7, []float64{6, 7}, "share"},
		{Promises, Text{"Keeps its promises", "Tient ses promesses"}, Text{"Corvane does what it says.", "Corvane fait ce qu’elle dit."}, "satisfaction", 1, 5, []float64{4, 5}, "mean"},
		{Worth, Text{"Worth its price", "Vaut son prix"}, Text{"What we get is worth what we pay.", "Ce que nous obtenons vaut ce que nous payons."}, "loyalty", 1, 5, []float64{4, 5}, "mean"},
	}
}

// objectivePlan is an objective; its baseline is half a year that ended so many
// days ago, and it is due in so many.
type objectivePlan struct {
	name    Text
	parent  int // in the list; -1: the purpose itself
	outcome string
	measure MeasureKey
	unit    string // key of a unit whose answers count; "": all
	channel string
	ended   int
	target  float64
	due     int
}

func objectivePlans() []objectivePlan {
	return []objectivePlan{
		{Text{"More plants that speak for us", "Davantage d’usines qui parlent pour nous"}, -1, "advocacy", Recommend, "", "", 360, 30, 365},
		{Text{"Help that costs no effort", "Une aide sans effort"}, 0, "satisfaction", Ease, "", "portal", 400, .6, 90},
		{Text{"A voice that helps on the telephone", "Au téléphone, une voix qui aide"}, 0, "satisfaction", Ease, "", "phone", 300, .8, 60},
		{Text{"Lyon catches up with the others", "Lyon rattrape les autres"}, 0, "advocacy", Recommend, "INV-LYON", "", 300, 10, 240},
	}
}

// indicatorPlan is a business series by unit, with where it begins and what it
// gains each period.
type indicatorPlan struct {
	name, measuredIn      Text
	kind, direction, span string
	start, step, spread   float64
}

func indicatorPlans() []indicatorPlan {
	return []indicatorPlan{
		{Text{"Contracts not renewed", "Contrats non renouvelés"}, Text{"% of contracts", "% des contrats"}, "churn", "down", "quarter", 6.5, -.25, .8},
		{Text{"Customers sent by customers", "Clients venus par des clients"}, Text{"customers", "clients"}, "referrals", "up", "month", 2, .06, 1.2},
		{Text{"Our share of what they spend on automation", "Notre part de leurs achats d’automatismes"}, Text{"%", "%"}, "own", "up", "quarter", 38, .6, 2.5},
	}
}

// answerPlan is what is known of one of the five questions; without words it is
// said to be unknown.
type answerPlan struct {
	question string
	answer   Text
	measures []MeasureKey
	traits   []string
}

func answerPlans() []answerPlan {
	return []answerPlan{
		{"which_needs", Text{
			"A plant buys dates. What stands after the order is less important to them than that it stands on the day we named.",
			"Une usine achète des dates. Ce qui est livré compte moins que d’être livré le jour annoncé.",
		}, []MeasureKey{Promises}, []string{"last delivery"}},
		{"which_problem", Text{
			"Stops that nobody can explain. The smaller ones have no engineer of their own and call us instead.",
			"Les arrêts que personne n’explique. Les plus petites usines n’ont pas d’ingénieur et nous appellent.",
		}, []MeasureKey{Project}, []string{"size"}},
		{"why_still", Text{
			"Because changing the control of a line costs a season. We would rather it were because they want to.",
			"Parce que changer la commande d’une ligne coûte une saison. Nous préférerions que ce soit par envie.",
		}, []MeasureKey{Recommend, Worth}, nil},
		{"how_used", Text{}, nil, []string{"sector"}},
		{"how_it_feels", Text{
			"Easy on the portal since last year, hard by telephone since the new menu.",
			"Facile sur l’espace client depuis un an, pénible au téléphone depuis le nouveau menu.",
		}, []MeasureKey{Ease}, nil},
	}
}

// traitPlan is a trait of customers or accounts.
type traitPlan struct {
	key, of, kind string
	name          Text
	choices       []choice
	analysed      bool
}

func traitPlans() []traitPlan {
	sizes := []choice{{"small", Text{"Small", "Petit"}}, {"medium", Text{"Medium", "Moyen"}}, {"large", Text{"Large", "Grand"}}}
	deliveries := []choice{{"in-time", Text{"In time", "À l’heure"}}, {"late", Text{"Late", "En retard"}}}
	return []traitPlan{
		{"size", "account", "choice", Text{"Size of account", "Taille du compte"}, sizes, true},
		{"sector", "account", "choice", Text{"Sector", "Secteur"}, sectors(), true},
		{"last delivery", "account", "choice", Text{"Last delivery", "Dernière livraison"}, deliveries, true},
		{"projects", "account", "number", Text{"Projects delivered", "Projets livrés"}, nil, true},
		{"contract end", "account", "date", Text{"Contract ends", "Fin du contrat"}, nil, false},
		{"currency", "account", "choice", Text{"Invoiced in", "Facturé en"}, []choice{{"EUR", Text{"EUR", "EUR"}}, {"CAD", Text{"CAD", "CAD"}}}, false},
		{"function", "customer", "choice", Text{"Function", "Fonction"}, jobs(), true},
		{"known since", "customer", "date", Text{"Known since", "Connu depuis"}, nil, false},
	}
}

// consentVersion names the wording that contacts agreed to.
const consentVersion = "INV-2024-01"

func consentWording() Text {
	return Text{
		"Corvane may ask me in writing how a project or a request for help went. I may take this back at any time. (Invented wording of the sample.)",
		"Corvane peut me demander par écrit comment s’est passé un projet ou une demande d’aide. Je peux revenir sur cet accord à tout moment. (Texte inventé de l’exemple.)",
	}
}

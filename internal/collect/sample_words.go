package collect

// Invented names and comments of the sample.
var (
	sampleNames = []string{
		"Atelier Marchand", "Brume", "Calanque", "Dervish", "Estuary", "Fontanel", "Garrigue", "Harrow", "Islay", "Jonquille",
		"Kestrel", "Lavandin", "Mistral", "Nacelle", "Orme", "Pergola", "Quayside", "Ravel", "Saltmarsh", "Tamarin",
		"Umber", "Verdon", "Windlass", "Yarrow", "Zinc & Co",
	}
	sampleTrades = []string{"Cycles", "Joinery", "Motors", "Pianos", "Boats", "Clocks", "Presses", "Lifts"}
)

// comments by what the score says, in one language.
type comments struct {
	good, middling, bad, phone, more []string
}

var sampleWords = [2]comments{
	{
		good: []string{
			"Quick, clear and kind. My question was settled within the hour.",
			"The planner saves us half a day every week.",
			"Somebody looked at our real orders before answering. That is rare.",
			"Setup took one morning and it has simply worked since.",
			"You rang back when you said you would.",
			"Our apprentices learned it without a manual.",
			"The new stock view is exactly what we had asked for.",
		},
		middling: []string{
			"It does the job, but the reports take too many clicks.",
			"Good once it runs. Getting started was harder than it needed to be.",
			"Support is friendly, the answers are sometimes too general.",
			"Fine on the computer, slow on the tablet in the workshop.",
			"I would like to see the price before I add a user.",
			"The export loses our own columns, otherwise all right.",
		},
		bad: []string{
			"The invoice was wrong three months in a row.",
			"We lost a day of orders after the update and nobody told us.",
			"I explained the same problem to three people.",
			"The tablet version hangs whenever two of us plan at once.",
			"Too dear for what the small plan leaves out.",
			"Nobody answers in the afternoon, and that is when we work on the books.",
		},
		phone: []string{
			"Forty minutes on hold, then the line dropped.",
			"Since the summer nobody picks up the phone any more.",
			"The person on the phone could not see our account and asked me to write instead.",
			"I was put through four times and ended where I began.",
			"The call-back never came.",
		},
		more: []string{
			"Please keep the weekly mail, it is useful.", "We will see how the next months go.", "Our accountant says the same.",
			"I told your colleague at the visit too.", "Otherwise we are content.",
		},
	},
	{
		good: []string{
			"Réponse rapide, claire et aimable. Problème réglé dans l'heure.",
			"Le planning nous fait gagner une demi-journée par semaine.",
			"Quelqu'un a regardé nos vraies commandes avant de répondre, c'est rare.",
			"Installé en une matinée, et depuis tout fonctionne.",
			"Vous avez rappelé à l'heure dite.",
			"Nos apprentis ont compris sans mode d'emploi.",
			"La nouvelle vue du stock est exactement ce que nous demandions.",
		},
		middling: []string{
			"Cela fait le travail, mais les rapports demandent trop de clics.",
			"Bien une fois lancé. Le démarrage a été plus difficile que nécessaire.",
			"Le support est aimable, les réponses parfois trop générales.",
			"Correct sur l'ordinateur, lent sur la tablette à l'atelier.",
			"J'aimerais voir le prix avant d'ajouter un utilisateur.",
			"L'export perd nos propres colonnes, sinon ça va.",
		},
		bad: []string{
			"La facture était fausse trois mois de suite.",
			"Nous avons perdu une journée de commandes après la mise à jour, sans être prévenus.",
			"J'ai expliqué le même problème à trois personnes.",
			"La version tablette se bloque dès que nous sommes deux à planifier.",
			"Trop cher pour ce que la petite formule laisse de côté.",
			"Personne ne répond l'après-midi, or c'est là que nous faisons les comptes.",
		},
		phone: []string{
			"Quarante minutes d'attente, puis la ligne a coupé.",
			"Depuis l'été, plus personne ne décroche.",
			"La personne au téléphone ne voyait pas notre compte et m'a demandé d'écrire.",
			"On m'a passé quatre services pour revenir au premier.",
			"On ne m'a jamais rappelé.",
		},
		more: []string{
			"Gardez la lettre du lundi, elle est utile.", "Nous verrons les prochains mois.", "Notre comptable dit la même chose.",
			"Je l'ai aussi dit lors de la visite.", "Pour le reste nous sommes contents.",
		},
	},
}

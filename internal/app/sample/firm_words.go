package sample

// said is what a comment is about.
type said int

const (
	sayRelation said = iota
	sayProject
	sayHelp
)

// words are a comment by what a score says, in the contact's language, or none;
// trouble is that for which this score is low: a late delivery, the telephone.
func (m *maker) words(c Contact, about said, good, bad, trouble bool) string {
	if !m.chance(.46) {
		return ""
	}
	all := comments()[about]
	list := all.middling
	switch {
	case bad && trouble && m.chance(.7):
		list = all.trouble
	case bad:
		list = all.bad
	case good:
		list = all.good
	}
	return list[m.rnd.IntN(len(list))].in(c.Language)
}

type commentSet struct{ good, middling, bad, trouble []Text }

func comments() [3]commentSet { return [3]commentSet{relationWords(), projectWords(), helpWords()} }

func relationWords() commentSet {
	return commentSet{
		good: []Text{
			{"They know our line better than we do.", "Ils connaissent notre ligne mieux que nous."},
			{"You said what could not be done before we signed. That is why we stay.", "Vous avez dit ce qui n’était pas faisable avant la signature. C’est pour cela que nous restons."},
			{"Fewer stops on the night shift since the new control.", "Moins d’arrêts la nuit depuis la nouvelle commande."},
			{"I have given your name to two colleagues in the group.", "J’ai donné votre nom à deux collègues du groupe."},
			{"The fitters leave the hall cleaner than they found it.", "Les monteurs laissent l’atelier plus propre qu’à leur arrivée."},
		},
		middling: []Text{
			{"Good work. The paperwork around it takes us too long.", "Bon travail, mais la paperasse autour nous prend trop de temps."},
			{"Sound technically. I would like to hear from you before I call.", "Solide techniquement. J’aimerais avoir de vos nouvelles avant d’appeler."},
			{"The service contract is worth it, the spare parts are dear.", "Le contrat d’entretien vaut son prix, les pièces sont chères."},
			{"We no longer know who looks after us.", "Nous ne savons plus très bien qui suit notre compte."},
		},
		bad: []Text{
			{"Three project managers in two years.", "Trois chefs de projet en deux ans."},
			{"We only hear from you when a contract is to be renewed.", "Nous n’avons de nouvelles qu’au moment de renouveler le contrat."},
			{"For a plant of our size nobody seems to have time.", "Pour une usine de notre taille, personne ne semble avoir le temps."},
			{"The offer of your competitor was clearer about what is included.", "L’offre de votre concurrent disait plus clairement ce qui est compris."},
		},
		trouble: []Text{
			{"The last line came four weeks late and nobody warned us.", "La dernière ligne est arrivée avec quatre semaines de retard, sans que personne nous prévienne."},
			{"A date that is moved twice is no date.", "Une date repoussée deux fois n’est pas une date."},
			{"We had told our own customers when we would produce again.", "Nous avions annoncé à nos propres clients quand nous produirions de nouveau."},
		},
	}
}

func projectWords() commentSet {
	return commentSet{
		good: []Text{
			{"Delivered on the day, and it ran on the day.", "Livré le jour dit, en marche le jour même."},
			{"The milestones were short and clear. We always knew where we were.", "Des jalons courts et clairs. Nous savions toujours où nous en étions."},
			{"Your trainer spoke the language of the line.", "Votre formateur parlait la langue de l’atelier."},
			{"No surprise on the invoice.", "Pas de surprise sur la facture."},
		},
		middling: []Text{
			{"It works. The manuals came later than the machine.", "Cela fonctionne. Les notices sont arrivées après la machine."},
			{"All right, apart from the cables left to us to sort.", "Bien, hormis les câbles qu’il nous a fallu trier."},
			{"Training was good, half a day was too short.", "Bonne formation, mais une demi-journée, c’est trop court."},
		},
		bad: []Text{
			{"The tests were done on our time.", "Les essais se sont faits sur notre temps de production."},
			{"What was promised by sales was not known to the fitters.", "Ce que le commercial avait promis, les monteurs ne le savaient pas."},
			{"The open points of acceptance are still open.", "Les réserves de la réception ne sont toujours pas levées."},
		},
		trouble: []Text{
			{"Late by weeks, with a mail every Friday that it would be Monday.", "Des semaines de retard, et chaque vendredi un courriel qui promettait lundi."},
			{"Late again. We hired temporary staff for nothing.", "Encore en retard. Nous avions pris des intérimaires pour rien."},
			{"The delay cost us the season.", "Le retard nous a coûté la saison."},
			{"We were the ones who had to ask for the new date.", "C’est nous qui avons dû demander la nouvelle date."},
		},
	}
}

func helpWords() commentSet {
	return commentSet{
		good: []Text{
			{"Answered within the hour by somebody who knew our control.", "Réponse dans l’heure, par quelqu’un qui connaissait notre commande."},
			{"The portal showed the part, the price and the day. Done.", "Le portail montrait la pièce, le prix et le jour. C’était réglé."},
			{"You rang back before the shift ended, as you said.", "Vous avez rappelé avant la fin du poste, comme promis."},
		},
		middling: []Text{
			{"Solved, but I had to send the same photo twice.", "Réglé, mais j’ai dû envoyer deux fois la même photo."},
			{"Friendly. It would go quicker if you saw our plant number.", "Aimable. Cela irait plus vite si vous voyiez notre numéro d’installation."},
			{"Fine in the end.", "Très bien, finalement."},
		},
		bad: []Text{
			{"I explained the fault to three people.", "J’ai expliqué la panne à trois personnes."},
			{"The portal lost what I had typed.", "Le portail a perdu ce que j’avais saisi."},
			{"Closed without asking us whether it worked.", "Clos sans nous demander si cela marchait."},
		},
		trouble: []Text{
			{"Since the new telephone menu I press keys for five minutes and nobody answers.", "Depuis le nouveau menu téléphonique, j’appuie sur des touches pendant cinq minutes et personne ne répond."},
			{"The line stood still and I was listening to music.", "La ligne était à l’arrêt et j’écoutais de la musique."},
			{"The menu does not know what a breakdown is.", "Le menu ne sait pas ce qu’est une panne."},
			{"Nobody rings back any more.", "Plus personne ne rappelle."},
		},
	}
}

package sample

// talks are the interviews that were led, the oldest first. Those who speak do
// not agree with each other.
func talks() []talk { return append(talksInFrench(), talksInEnglish()...) }

func talksInFrench() []talk {
	return []talk{
		{"fr", "decides", "post_project", "against", "person", "reported", true, 74, `
Maud: Comment s’est passée la mise en service chez $firm ?
$me: Mal, et pas à cause de la machine. {untold +1|Nous avons su le retard le jour où le camion n’est pas venu.}
Maud: Qui vous l’a dit ?
$me: Personne. {untold +1|C’est moi qui ai appelé votre chef de projet, trois fois.} J’avais annoncé à mes propres clients que nous produirions le lundi.
Maud: Et si l’on vous avait prévenu ?
$me: {told.1 +1|Un appel le mercredi, et je décalais mes équipes sans rien dire.} Le retard, cela arrive. Le silence, non.
Maud: Pourquoi êtes-vous restés ?
$me: {bound +3|Franchement, changer toute la commande nous coûterait une saison.} Sinon, je regarderais ailleurs.
`},
		{"fr", "uses", "in_depth", "for", "firm", "reported", true, 61, `
Maud: Racontez-moi la dernière panne.
$me: La ligne deux, un dimanche. {menu +2|Le menu m’a demandé de choisir entre sept touches, j’ai raccroché.}
Maud: Et ensuite ?
$me: {expert +2|J’ai appelé votre monteur sur son portable, il connaît l’atelier par cœur.} Vingt minutes plus tard, nous repartions.
Maud: Tout le monde a son numéro ?
$me: Non. {menu.2 +2|Le collègue de nuit ne l’a pas, alors il attend le matin.}
Maud: Qu’est-ce qui vous retient chez Corvane ?
$me: {trust -3|Les gens. Nous avons eu deux offres moins chères et nous sommes restés.}
`},
		{"fr", "influences", "win_loss", "against", "anonymous", "coded", true, 40, `
Maud: Qu’avez-vous regardé avant de renouveler ?
$me: {price +4|Le prix des pièces, ligne par ligne, avec l’offre de votre concurrent à côté.}
Maud: Et le contrat lui-même ?
$me: Il est correct. {price.1 +4|Mais les pièces n’y sont pas, et c’est là que l’argent part.}
Maud: L’offre était-elle claire ?
$me: {price.2 +5|Trop longue. Deux pages de moins et j’aurais tout compris.}
Maud: Avez-vous été prévenus des hausses ?
$me: {told -1|Oui, deux mois avant, et cela ne m’a pas empêché de le prendre mal.}
`},
		{"fr", "uses", "mid_project", "", "firm", "transcribed", false, 6, `
Maud: Où en est le projet ?
$me: Les câbles sont posés. {told|Votre responsable passe le vendredi et dit ce qui viendra.}
Maud: Et le portail ?
$me: {portal|Je commande mes pièces le soir, sans appeler personne.} Pour une panne, je ne m’en sers pas.
`},
	}
}

func talksInEnglish() []talk {
	return []talk{
		{"en", "decides", "account_review", "for", "person", "reported", true, 55, `
Tom: What has changed for $firm since last year?
$me: You tell us things. {told +1|When the drives were late you rang on the Tuesday, and we moved the shift.}
Tom: Was nobody angry?
$me: {told.1 +1|For a day. I would rather be told bad news than find it out.}
Tom: Would you go elsewhere for a better price?
$me: {trust -3|We had a cheaper offer in spring and did not open it twice.} My line leaders would not forgive me.
`},
		{"en", "uses", "in_depth", "against", "firm", "coded", true, 33, `
Tom: How do you get help when the line stops?
$me: I press keys. {menu +2|The menu does not know what a breakdown is, so I ring Duncan on his own phone.}
Tom: Is that how it is meant to be?
$me: It is how it works. {menu.1 +2|If Duncan is on holiday I sit in the queue like everybody else.}
Tom: And the portal?
$me: {portal -2|My younger colleague opens a ticket and is called back within the hour.} I never believed him until I saw it.
`},
		{"en", "influences", "win_loss", "against", "anonymous", "transcribed", false, 17, `
Tom: What did the other offer say?
$me: The same machine. {price +4|But every spare part had a price beside it, and I could add them up.}
Tom: And ours?
$me: {bound +3|We signed because the old control is yours, and ripping it out costs more than it saves.}
`},
		{"en", "uses", "post_project", "for", "person", "transcribed", false, 12, `
Tom: How was the handover?
$me: On the day, as you said. {expert|Your trainer had stood on a line himself, you could tell.}
Tom: Was anything late?
$me: {untold -1|The manuals were, and nobody said so. I did not mind, we did not need them.}
`},
	}
}

package respond

// saidBehind are the words of what a receipt code opens, in a language.
type saidBehind struct {
	Title, Why, Read, Yours, Words, You, Write, Wait, None, Sent, Empty, Long string
}

var behindWords = map[*said]*saidBehind{
	&english: {
		Title: "With your receipt", Why: "With the code of your receipt you read what was written back to you, and can take your answer back.", Read: "Read a reply",
		Yours: "Your answers to “%s”", Words: "You wrote", You: "You", Write: "Write back", Wait: "What you wrote waits to be read. You can write again once there is a reply.",
		None: "Nobody has written back yet. The code keeps its worth; look again when you like.", Sent: "What you wrote has arrived.", Empty: "Write something before you send it.", Long: "At most 4,000 characters.",
	},
	&french: {
		Title: "Avec votre reçu", Why: "Avec le code de votre reçu vous lisez ce qui vous a été répondu, et pouvez retirer votre réponse.", Read: "Lire une réponse",
		Yours: "Vos réponses à « %s »", Words: "Vous avez écrit", You: "Vous", Write: "Répondre", Wait: "Ce que vous avez écrit attend d’être lu. Vous pourrez écrire de nouveau dès qu’il y aura une réponse.",
		None: "Personne ne vous a encore répondu. Le code garde sa valeur ; revenez quand vous voulez.", Sent: "Ce que vous avez écrit est arrivé.", Empty: "Écrivez quelque chose avant d’envoyer.", Long: "Au plus 4 000 caractères.",
	},
}

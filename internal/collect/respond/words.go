package respond

import (
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/text"
)

// said are the words of the page itself, in a language.
type said struct {
	Who, Why, Long, After, Since, Sees, Privacy, Contact, Controller                                string
	Chosen, Begin, Next, Back, Finish, NA, Choose, Other, Yes, No, File                             string
	Part, Saved, Mend, OneLine, Place, Best, Worst, Set, WhyWeAsk                                   string
	Receipt, ReceiptWhy, ByReceipt, Withdraw, WithdrawCode, WithdrawWhy, Withdrew                   string
	Closed, ClosedWhy, ClosedSent, Sending, Gone, GoneWhy, Busy, BusyWhy, BusyKept, Over, OverWhy   string
	Language, Skip, Needed, NoReceipt, Later, LaterWhy                                              string
	Offline, Kept, More, Unready, UnreadyWhy                                                        string
	See, Sent, Changed, ChangedWhy, Same, SameWhy, Change, Until, ByCode, ByLink, Never, Late, Shut string // of a second visit
	Changing, ChangingWhy, FilesStay, Meanwhile, MeanwhileWhy, GoOn, Out, OutWhy, NoSee             string
	Test, TestWhy, TestAgain, Used, UsedWhy, UsedNone                                               string // of a test
	Told, ToldNothing, ReceiptSum                                                                   string // of an anonymous survey
	Consent                                                                                         map[string]string
	Minutes, Questions, Takes                                                                       [2]string // one, several
	Problem                                                                                         map[string]string
}

// day is a day as the page writes it, in its own language.
func (w *said) day(t time.Time) string { return text.Day(w.code(), t.UTC()) }

func (w *said) code() string {
	if w == &french {
		return "fr"
	}
	return "en"
}

// wordsIn are the words of the page in the language of a survey that is nearest to
// one there is; English where there is none.
func wordsIn(language string) *said {
	if short, _, _ := strings.Cut(language, "-"); strings.EqualFold(short, "fr") {
		return &french
	}
	return &english
}

var english = said{
	Who: "Who asks", Why: "Why", Long: "How long", After: "What happens with it", Since: "What was done with what was said last time", Sees: "Who sees it", Privacy: "Your data", Contact: "Contact:", Controller: "Who answers for the data",
	Chosen: "Your choice in the mail", Begin: "Begin", Next: "Continue", Back: "Back", Finish: "Send", NA: "Does not apply", Choose: "Choose…", Other: "What is it?", Yes: "Yes", No: "No", File: "File",
	Part: "Part %d of %d", Saved: "Each part is saved when you continue. You can close this page and come back by the same address.", Mend: "Please look at this again:", OneLine: "One answer a line.",
	Place: "Place of %s", Best: "Most", Worst: "Least", Set: "Set %d", WhyWeAsk: "Why we ask",
	Receipt: "Your receipt", ReceiptWhy: "Keep this code. With it you can read a reply, and take your answer back, whoever you are; it is shown only now.", ByReceipt: "With your receipt",
	Withdraw: "Take an answer back", WithdrawCode: "Receipt code", WithdrawWhy: "This removes your answer for good.", Withdrew: "Your answer is removed.",
	Closed: "This survey is closed", ClosedWhy: "It takes no more answers.", ClosedSent: "This survey was closed while you answered. What you sent just now has not been taken.", Sending: "Being sent…", Gone: "There is nothing here", GoneWhy: "Look at the address again, or ask whoever sent it to you.",
	BusyKept: "This cannot be saved at the moment. What you wrote stays here and is sent again by itself.",
	Busy:     "This could not be saved", BusyWhy: "What you wrote still stands below. Wait a moment and continue again.", Over: "You have answered this survey", OverWhy: "Your answers have arrived.",
	Language: "Language", Skip: "To the questions", Needed: "needed", NoReceipt: "No answer has this code. Look at it again.", Offline: "There is no connection. What you wrote stays here and is sent as soon as there is one.", More: "Your answer has brought another question.", Kept: "Kept. You can close this page and come back by the same address.", Unready: "This cannot be shown", UnreadyWhy: "Something in it does not fit. Look at what is listed before publishing, or send the page as it was shown.", Later: "Not now", LaterWhy: "Wait a moment and try again.",
	Consent: map[string]string{"firm": "Your answers are kept with your firm's at most, without your name.", "person": "Your answers are kept with your name where it is known.", "anonymous": "Nobody is led back to you. Your answers stand in no list, file or figure of their own: they are taken apart by question and added up with those of at least four others, at least five at a time, and then forgotten. The day is kept until then, no time and no address. What you write in your own words is shown without any of this, once at least ten have written; leave out what would tell who you are."},
	See:     "See or change an answer", Sent: "You sent this on %s.", Changed: "Your answer is changed", ChangedWhy: "This is how it stands now. Your receipt stays the same.", Same: "Nothing is changed", SameWhy: "Your answer stands as you sent it.",
	Change: "Change my answer", Until: "You can change it until %s.", ByCode: "You can change your answer until %s with your receipt code.", ByLink: "You can change your answer until %s: come back by the link that you were sent.", Never: "It cannot be changed. With your receipt code you can take it back.", Late: "The time in which it could be changed is over. With your receipt code you can take it back.", Shut: "This survey is closed, so it can no longer be changed. With your receipt code you can take it back.",
	Changing: "You are changing an answer that you sent.", ChangingWhy: "It stands as it is until you send the last page of this change.", FilesStay: "Files stay as you sent them.",
	Meanwhile: "Your answer was changed meanwhile", MeanwhileWhy: "It was sent from another page or device since you began. What you have just sent is kept apart; this is how the answer stands. Go on to look through what you wrote and send it all the same.", GoOn: "Go on with what I wrote",
	Out: "This change is not sent", OutWhy: "With these answers the survey would have ended early, or nothing would be answered. Your answer stands as you sent it. Go back to mend the change, or take the answer back with your receipt code.", NoSee: "No answer has this code, or it is one that leads back to nobody: such an answer can only be taken back.",
	Test: "This is a test.", TestWhy: "What you answer counts nowhere. Those who work on this survey can read it, one by one, and it is removed after 30 days.",
	TestAgain: "Test again",
	Used:      "Which touchpoints did the guest of this test use?", UsedWhy: "Some pages are shown for each, in this order. A customer is asked of those they used within a year.", UsedNone: "Some pages are shown for each touchpoint that a customer used. This program has none yet, so they are not shown.",
	Told: "What is kept beside your answers", ToldNothing: "Nothing.", ReceiptSum: "Until your answers are added up with those of others, this code takes them back; your words it takes back at any time. Out of a sum an answer can no longer be taken out, since that would tell what it was.",
	Minutes: [2]string{"about a minute", "about %d minutes"}, Questions: [2]string{"One question", "%d questions"},
	Takes: [2]string{"One file of at most {size}: {ends}.", "Up to {n} files of at most {size} each: {ends}."},
	Problem: map[string]string{
		"required": "This needs an answer.", "soft": "You left this out. Answer it, or continue without.", "unknown": "Choose one of those offered.", "number": "Write a number.", "least": "At least %s.", "most": "At most %s.",
		"step": "In steps of %s.", "date": "Write a day, as in 2026-01-31.", "from": "A day from %s on.", "until": "A day until %s.", "email": "Write an address such as ann@example.org.",
		"length": "At most %s characters.", "few": "Choose at least %s.", "many": "Choose at most %s.", "exclusive": "One of these goes with no other.", "other": "Write what it is.",
		"places": "Give each place once.", "pick": "Choose one for each, and not the same.", "file": "Send the file again.", "file_many": "At most so many files: %s.", "file_later": "Too many files come from where you are. Wait a minute and send it again.", "file_size": "This file is too large; at most %s.", "file_type": "This file is of a kind that is not taken. Taken are %s.", "more": "Your answer brings this question.", "page": "This page is no longer asked; go on from here.",
	},
}

var french = said{
	Who: "Qui demande", Why: "Pourquoi", Long: "Combien de temps", After: "Ce qu’il en advient", Since: "Ce qui a été fait de ce qui a été dit la dernière fois", Sees: "Qui le voit", Privacy: "Vos données", Contact: "Contact :", Controller: "Responsable des données",
	Chosen: "Votre choix dans le courriel", Begin: "Commencer", Next: "Continuer", Back: "Retour", Finish: "Envoyer", NA: "Sans objet", Choose: "Choisir…", Other: "Lequel ?", Yes: "Oui", No: "Non", File: "Fichier",
	Part: "Partie %d sur %d", Saved: "Chaque partie est enregistrée quand vous continuez. Vous pouvez fermer cette page et revenir par la même adresse.", Mend: "Merci de revoir ceci :", OneLine: "Une réponse par ligne.",
	Place: "Place de %s", Best: "Le plus", Worst: "Le moins", Set: "Série %d", WhyWeAsk: "Pourquoi nous le demandons",
	Receipt: "Votre reçu", ReceiptWhy: "Gardez ce code. Avec lui vous pouvez lire ce qui vous est répondu, et retirer votre réponse, qui que vous soyez ; il n’est montré que maintenant.", ByReceipt: "Avec votre reçu",
	Withdraw: "Retirer une réponse", WithdrawCode: "Code du reçu", WithdrawWhy: "Ceci supprime votre réponse définitivement.", Withdrew: "Votre réponse est supprimée.",
	Closed: "Cette enquête est fermée", ClosedWhy: "Elle ne reçoit plus de réponses.", ClosedSent: "Cette enquête a été fermée pendant que vous répondiez. Ce que vous venez d’envoyer n’a pas été pris.", Sending: "Envoi en cours…", Gone: "Il n’y a rien ici", GoneWhy: "Vérifiez l’adresse, ou demandez à qui vous l’a envoyée.",
	BusyKept: "Ceci ne peut pas être enregistré pour l’instant. Ce que vous avez écrit reste ici et sera renvoyé de lui-même.",
	Busy:     "Ceci n’a pas pu être enregistré", BusyWhy: "Ce que vous avez écrit figure toujours ci-dessous. Attendez un instant et continuez de nouveau.", Over: "Vous avez répondu à cette enquête", OverWhy: "Vos réponses sont arrivées.",
	Language: "Langue", Skip: "Aller aux questions", Needed: "obligatoire", NoReceipt: "Aucune réponse ne porte ce code. Vérifiez-le.", Offline: "Il n’y a pas de connexion. Ce que vous avez écrit reste ici et sera envoyé dès qu’il y en aura une.", More: "Votre réponse a amené une autre question.", Kept: "Enregistré. Vous pouvez fermer cette page et revenir par la même adresse.", Unready: "Ceci ne peut pas être montré", UnreadyWhy: "Quelque chose n’y convient pas. Voyez ce qui est listé avant de publier, ou renvoyez la page telle qu’elle était.", Later: "Pas maintenant", LaterWhy: "Attendez un instant et réessayez.",
	Consent: map[string]string{"firm": "Vos réponses sont gardées tout au plus avec celles de votre entreprise, sans votre nom.", "person": "Vos réponses sont gardées avec votre nom s’il est connu.", "anonymous": "Rien ne mène à vous. Vos réponses ne figurent seules dans aucune liste, aucun fichier, aucun chiffre : elles sont séparées question par question, additionnées avec celles d’au moins quatre autres personnes, par cinq au moins, puis oubliées. Jusque-là le jour est gardé, mais ni l’heure ni aucune adresse. Ce que vous écrivez avec vos propres mots est montré sans rien de tout cela, quand dix personnes au moins ont écrit ; évitez ce qui dirait qui vous êtes."},
	See:     "Voir ou modifier une réponse", Sent: "Vous l’avez envoyée le %s.", Changed: "Votre réponse est modifiée", ChangedWhy: "La voici telle qu’elle est maintenant. Votre reçu reste le même.", Same: "Rien n’est modifié", SameWhy: "Votre réponse reste telle que vous l’avez envoyée.",
	Change: "Modifier ma réponse", Until: "Vous pouvez la modifier jusqu’au %s.", ByCode: "Vous pouvez modifier votre réponse jusqu’au %s avec le code de votre reçu.", ByLink: "Vous pouvez modifier votre réponse jusqu’au %s : revenez par le lien que vous avez reçu.", Never: "Elle ne peut pas être modifiée. Avec le code de votre reçu vous pouvez la retirer.", Late: "Le délai pour la modifier est passé. Avec le code de votre reçu vous pouvez la retirer.", Shut: "Cette enquête est fermée, elle ne peut donc plus être modifiée. Avec le code de votre reçu vous pouvez la retirer.",
	Changing: "Vous modifiez une réponse que vous avez envoyée.", ChangingWhy: "Elle reste telle quelle jusqu’à ce que vous envoyiez la dernière page de cette modification.", FilesStay: "Les fichiers restent tels que vous les avez envoyés.",
	Meanwhile: "Votre réponse a été modifiée entre-temps", MeanwhileWhy: "Elle a été envoyée depuis une autre page ou un autre appareil depuis que vous avez commencé. Ce que vous venez d’envoyer est gardé à part ; voici la réponse telle qu’elle est. Continuez pour revoir ce que vous avez écrit et l’envoyer malgré tout.", GoOn: "Continuer avec ce que j’ai écrit",
	Out: "Cette modification n’est pas envoyée", OutWhy: "Avec ces réponses l’enquête se serait arrêtée plus tôt, ou rien ne serait répondu. Votre réponse reste telle que vous l’avez envoyée. Revenez pour corriger la modification, ou retirez la réponse avec le code de votre reçu.", NoSee: "Aucune réponse ne porte ce code, ou elle ne mène à personne : une telle réponse peut seulement être retirée.",
	Test: "Ceci est un test.", TestWhy: "Ce que vous répondez ne compte nulle part. Les personnes qui préparent cette enquête peuvent le lire, réponse par réponse, et cela est supprimé après 30 jours.",
	TestAgain: "Tester encore",
	Used:      "Quels points de contact le client de ce test a-t-il utilisés ?", UsedWhy: "Certaines pages sont montrées pour chacun, dans cet ordre. Un client est interrogé sur ceux qu’il a utilisés en un an.", UsedNone: "Certaines pages sont montrées pour chaque point de contact que le client a utilisé. Ce programme n’en a pas encore : elles ne sont pas montrées.",
	Told: "Ce qui est gardé avec vos réponses", ToldNothing: "Rien.", ReceiptSum: "Tant que vos réponses ne sont pas additionnées avec d’autres, ce code les retire ; vos propres mots, il les retire à tout moment. D’une somme, une réponse ne peut plus être retirée : cela dirait ce qu’elle était.",
	Minutes: [2]string{"environ une minute", "environ %d minutes"}, Questions: [2]string{"Une question", "%d questions"},
	Takes: [2]string{"Un fichier de {size} au plus : {ends}.", "Jusqu’à {n} fichiers de {size} chacun au plus : {ends}."},
	Problem: map[string]string{
		"required": "Une réponse est nécessaire.", "soft": "Vous n’avez pas répondu. Répondez, ou continuez sans.", "unknown": "Choisissez parmi ce qui est proposé.", "number": "Écrivez un nombre.", "least": "Au moins %s.", "most": "Au plus %s.",
		"step": "Par pas de %s.", "date": "Écrivez un jour, par exemple 2026-01-31.", "from": "Un jour à partir du %s.", "until": "Un jour jusqu’au %s.", "email": "Écrivez une adresse comme anne@example.org.",
		"length": "Au plus %s caractères.", "few": "Choisissez-en au moins %s.", "many": "Choisissez-en au plus %s.", "exclusive": "L’une de ces réponses exclut les autres.", "other": "Écrivez ce que c’est.",
		"places": "Donnez chaque place une fois.", "pick": "Choisissez-en un pour chaque, pas le même.", "file": "Renvoyez le fichier.", "file_many": "Pas plus de fichiers que : %s.", "file_later": "Trop de fichiers viennent de votre adresse. Attendez une minute et renvoyez-le.", "file_size": "Ce fichier est trop grand ; au plus %s.", "file_type": "Ce type de fichier n’est pas accepté. Sont acceptés : %s.", "more": "Votre réponse amène cette question.", "page": "Cette page n’est plus demandée ; continuez à partir d’ici.",
	},
}

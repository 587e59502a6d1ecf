package journey

import "strings"

// means are names that people give to channels, as names are compared, in
// English and French, by the nature of each.
var means = map[Nature][]string{
	Virtual: {
		"app", "mobile app", "application", "appli", "application mobile", "appli mobile", "web", "website", "web site", "site", "site web", "site internet",
		"internet", "online", "en ligne", "portal", "portail", "customer portal", "espace client", "mail", "e mail", "email", "courriel", "mel", "mail text", "newsletter", "infolettre",
		"text", "text message", "sms", "texto", "chat", "live chat", "chatbot", "bot", "messaging", "messagerie", "whatsapp", "messenger", "social media", "social",
		"reseaux sociaux", "facebook", "instagram", "x", "twitter", "linkedin", "video", "visio", "visioconference", "ivr", "serveur vocal", "push", "notification", "online shop", "webshop",
		"boutique en ligne", "e shop", "web form", "formulaire", "formulaire web",
	},
	Human: {
		"phone", "telephone", "call", "calls", "phone call", "appel", "appels", "appel telephonique", "call centre", "call center", "centre d appels", "hotline", "assistance telephonique",
		"desk", "counter", "guichet", "comptoir", "accueil", "reception", "shop", "store", "boutique", "magasin", "branch", "agence", "staff", "staff nearby", "personnel", "equipe",
		"sales", "sales rep", "sales representative", "commercial", "vendeur", "account manager", "charge de compte", "field service", "technician", "technicien", "face to face",
		"in person", "en personne", "face a face", "meeting", "reunion", "rendez vous", "visit", "visite",
	},
	Physical: {
		"post", "letter", "letters", "courrier", "poste", "lettre", "paper", "papier", "kiosk", "borne", "self service", "libre service", "atm", "distributeur", "sign", "signs", "signage", "signs places",
		"signaletique", "panneau", "panneaux", "packaging", "emballage", "product", "produit", "vehicle", "vehicule", "building", "batiment", "place", "places", "lieu", "lieux", "catalogue", "catalog", "brochure",
	},
}

// natureOf is the nature of a channel by its name; virtual where the name says
// nothing.
func natureOf(name string) Nature {
	if n, found := meansNamed(name); found {
		return n
	}
	return Virtual
}

// meansNamed tells whether a name is that of a channel as such, with or without
// the words before it ("by phone", "au téléphone"), and of which nature.
func meansNamed(name string) (Nature, bool) {
	key := bare(nameKey(name))
	for _, nature := range Natures() {
		for _, m := range means[nature] {
			if key == m || strings.TrimSuffix(key, "s") == m {
				return nature, true
			}
		}
	}
	return "", false
}

// bare takes the small words before a channel's name away.
func bare(key string) string {
	for _, small := range []string{"by ", "on the ", "on ", "in the ", "in ", "at the ", "at ", "via ", "the ", "par le ", "par la ", "par ", "sur le ", "sur la ", "sur ", "au ", "a la ", "en ", "dans la ", "dans le ", "le ", "la ", "les ", "l "} {
		if rest, cut := strings.CutPrefix(key, small); cut && rest != "" {
			if _, same := wholeMeans(key); same {
				return key
			}
			return rest
		}
	}
	return key
}

// wholeMeans tells that a key with its small words is itself a channel's name
// ("en ligne").
func wholeMeans(key string) (Nature, bool) {
	for _, nature := range Natures() {
		for _, m := range means[nature] {
			if key == m {
				return nature, true
			}
		}
	}
	return "", false
}

// channelMeant is the channel that a touchpoint's name is, where it is one: one
// of the register's by name or key, or a means by any of its usual names.
func channelMeant(name string, channels []Channel) (Channel, bool) {
	key := bare(nameKey(name))
	for _, c := range channels {
		if key == nameKey(c.Name) || key == nameKey(c.Key) || nameKey(name) == nameKey(c.Name) {
			return c, true
		}
	}
	nature, found := meansNamed(name)
	if !found {
		return Channel{}, false
	}
	return Channel{Name: cleanName(name), Nature: nature}, true
}

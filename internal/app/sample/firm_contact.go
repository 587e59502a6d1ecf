package sample

import (
	"fmt"
)

func (m *maker) contacts() {
	taken := map[string]bool{}
	for i := range m.firm.Accounts {
		a := &m.firm.Accounts[i]
		m.stream("people of " + a.Key)
		n := [3]int{m.between(2, 4), m.between(4, 6), m.between(7, 9)}[a.Size]
		for j := range n {
			m.firm.Contacts = append(m.firm.Contacts, m.contact(i, j, n, taken))
		}
	}
}

// contact is the j-th of n people of an account; no two have the same name.
func (m *maker) contact(account, j, n int, taken map[string]bool) Contact {
	a := &m.firm.Accounts[account]
	m.stream(fmt.Sprintf("%s-%d", a.Key, j+1))
	c := Contact{Key: fmt.Sprintf("%s-%d", a.Key, j+1), Account: account, Language: "en"}
	if m.chance(map[bool]float64{true: .9, false: .15}[a.french]) {
		c.Language = "fr"
	}
	for c.Name == "" || taken[c.Name] {
		first := firstNames()[c.Language]
		c.Name = first[m.rnd.IntN(len(first))] + " " + lastNames()[m.rnd.IntN(len(lastNames()))]
	}
	taken[c.Name] = true
	c.Email = plain(c.Name) + "@" + a.domain
	c.Phone = fmt.Sprintf("+33 1 99 00 %02d %02d", account+1, j+1) // numbers for fiction
	if a.Unit == "INV-MONTREAL" {
		k := 15*account + j
		c.Phone = fmt.Sprintf("+1 %d 555 01%02d", [...]int{514, 438, 450, 579, 263, 354, 418, 581, 367, 819}[k/100%10], k%100)
	}
	c.Roles, c.Job = m.role(account, j, n)
	c.Title = m.text(titles()[c.Job][m.rnd.IntN(2)])
	if m.chance(.85) {
		c.Tie = 1 + m.pick(1, 3, 5, 4, 2)
	}
	c.Since = m.began().AddDate(0, -m.between(1, 60), m.between(0, 27))
	c.Consents = m.consents()
	return c
}

// role gives large accounts three of each role where n allows, but every third
// of them nobody who decides; smaller ones what their people can carry.
func (m *maker) role(account, j, n int) (roles []string, job string) {
	size := m.firm.Accounts[account].Size
	switch {
	case size == Large && j < 3 && account%3 != 0:
		roles, job = []string{"decides"}, "management"
		if j == 0 {
			roles = []string{"decides", "sponsors"}
		}
	case size == Large && j < 6:
		roles, job = []string{"influences"}, []string{"purchasing", "engineering", "purchasing"}[j%3]
	case size == Large && n < 9:
		roles, job = []string{"influences", "uses"}, "engineering"
	case j == 0 && m.chance(.8):
		roles, job = []string{"decides"}, "management"
	case j == 1:
		roles, job = []string{"influences"}, "purchasing"
	default:
		roles, job = []string{"uses"}, "production"
	}
	if size == Large && j == n-1 || size == Medium && m.chance(.06) {
		roles, job = []string{"uses"}, "production"
	}
	if m.chance(.05) {
		roles = nil // not known yet
	}
	return roles, job
}

// consents: most agreed to be asked, some took that back, some never said.
func (m *maker) consents() []Consent {
	at := m.sometime(m.began(), m.between(-90, 60))
	switch m.pick(20, 60, 12, 8) {
	case 1:
		return []Consent{{"surveys", "given", at}}
	case 2:
		return []Consent{{"surveys", "given", at}, {"interviews", "given", at}}
	case 3:
		return []Consent{{"surveys", "given", at}, {"surveys", "withdrawn", m.sometime(m.firm.Until, -m.between(5, 200))}}
	}
	return nil
}

func jobs() []choice {
	return []choice{
		{"management", Text{"Management", "Direction"}}, {"purchasing", Text{"Purchasing", "Achats"}},
		{"engineering", Text{"Engineering", "Ingénierie"}}, {"production", Text{"Production", "Production"}},
	}
}

func titles() map[string][]Text {
	return map[string][]Text{
		"management":  {{"Plant manager", "Direction d’usine"}, {"Head of operations", "Direction des opérations"}},
		"purchasing":  {{"Buyer", "Achats industriels"}, {"Head of purchasing", "Direction des achats"}},
		"engineering": {{"Automation engineer", "Ingénierie automatismes"}, {"Head of methods", "Bureau des méthodes"}},
		"production":  {{"Line leader", "Conduite de ligne"}, {"Maintenance", "Maintenance"}},
	}
}

func firstNames() map[string][]string {
	return map[string][]string{
		"fr": {
			"Aline", "Bastien", "Camille", "Damien", "Élodie", "Fabrice", "Gaëlle", "Hugo", "Inès", "Julien", "Karine", "Loïc", "Maëlle", "Nadia", "Olivier",
			"Pauline", "Quentin", "Rachid", "Sandrine", "Thibault", "Valérie", "Yannick", "Zoé", "Benoît", "Clémence", "Farid", "Mathilde", "Sylvain",
		},
		"en": {
			"Alice", "Brendan", "Carol", "Duncan", "Elaine", "Fergus", "Gwen", "Harriet", "Ian", "Joyce", "Keith", "Laura", "Martin", "Nora", "Oscar",
			"Priya", "Ronan", "Shona", "Trevor", "Una", "Victor", "Wendy", "Imran", "Bridget", "Colin", "Deirdre", "Stella", "Gareth",
		},
	}
}

func lastNames() []string {
	return []string{
		"Abrevont", "Ballindor", "Carvelle", "Dormeuil-Hart", "Esquirel", "Farnley", "Gaudrelle", "Hestwick", "Ivernois", "Jarnac-Low", "Kerbrezel", "Lomenie",
		"Marchevel", "Norrington", "Ormesson-Vale", "Pellegral", "Quintrell", "Rouvenac", "Sallowby", "Tremorin", "Ullesthorp", "Valmeric", "Wincarron", "Yvernault",
		"Zellerin", "Aubricourt", "Brackwell", "Chaumerel", "Dellacourt", "Everwood",
	}
}

package sample

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// accountNames are those of the accounts, in the order of their keys.
func accountNames() []string {
	return []string{
		"Papeteries Aubrac", "Verrerie du Ponant", "Halden Castings", "Brasserie Montcalme", "Thornley Foods", "Minoterie Sauvane",
		"Cartonnages Lysandre", "Ferrand & Oakes", "Laiterie Valdoré", "Kestrel Plastics", "Câbleries Orsay-Nord", "Ateliers Brumaire",
		"Northwind Ceramics", "Salaisons Grandval", "Tissages Mélaine", "Ashgrove Pharma", "Fonderie Castellan", "Moulins Trévenec",
		"Biscuiterie Armelle", "Pellworth Paper", "Chocolaterie Dauvigny", "Emballages Ravenel", "Stonebridge Feeds", "Conserverie Malouine",
		"Huileries Sarrazac", "Quillon Bearings", "Scierie Hautmont", "Distillerie Corbeval", "Marlowe Coatings", "Câblage Vernoux",
		"Granulats Estérine", "Linden Cosmetics", "Peintures Oléron-Sud", "Savonnerie Bastidane", "Wexcombe Motors", "Filatures Aigremont",
		"Glaces Perdrigal", "Imprimerie Tournemire", "Harrow & Lisle", "Sucrerie Valombré", "Mécanique Ardevon", "Bruyère Optics",
		"Caoutchoucs Sévérac", "Dunmore Valves", "Laboratoires Altheane", "Plasturgie Mirebel", "Elmstead Bakery", "Tuileries Chantebise",
		"Forges Montaudin", "Orchard Vale Juices", "Robinetterie Clairac", "Sablières Vaudrin", "Tanneries Rochebrune", "Upton Fasteners",
		"Vitrages Hermeline", "Yards of Kinvara", "Zinguerie Palluaud", "Boulangeries Ferval", "Crofton Labels", "Eaux de Sarmance",
	}
}

// sizes of the accounts, and who looks after them: of the 14 that Key accounts
// has, eleven are large; of the 46 others, four.
func (m *maker) accounts() {
	others := []string{"INV-LILLE", "INV-LYON", "INV-NANTES", "INV-BRUSSELS", "INV-MONTREAL"}
	for i, name := range accountNames() {
		a := Account{Key: fmt.Sprintf("INV-A%02d", i+1), Name: name + " " + m.text(Text{"(invented)", "(inventé)"}), domain: domainOf(name)}
		switch {
		case i < 14:
			a.Unit, a.Size = "INV-KEY", [14]Size{1, 2, 2, 2, 0, 2, 2, 2, 1, 2, 2, 2, 2, 2}[i]
		case i < 18:
			a.Unit, a.Size = others[i%5], Large
		case i < 38:
			a.Unit, a.Size = others[i%5], Medium
		default:
			a.Unit, a.Size = others[i%5], Small
		}
		m.describe(&a, i)
		m.firm.Accounts = append(m.firm.Accounts, a)
	}
	m.silence()
}

func (m *maker) describe(a *Account, i int) {
	a.Sector = sectors()[m.pick(5, 3, 3, 3, 2)].Key
	a.french = m.chance(.7)
	a.Currency = "EUR"
	if a.Unit == "INV-MONTREAL" {
		a.Currency = "CAD"
	}
	a.mood = m.rnd.NormFloat64() * .2
	a.ContractEnd = m.firm.Until.AddDate(0, m.between(-2, 22), m.between(0, 27))
	now := math.Exp([3]float64{10.4, 11.9, 13.2}[a.Size] + m.rnd.NormFloat64()*.3)
	for year := range 3 {
		a.Values[year] = math.Round(now*(1-.07*float64(2-year)+m.rnd.NormFloat64()*.05)/500) * 500
	}
	if i == 1 { // the second largest, and silent
		a.Values = [3]float64{1_180_000, 1_265_000, 1_340_000}
	}
	if i == 5 { // the largest
		a.Values = [3]float64{1_390_000, 1_420_000, 1_510_000}
	}
	if i%9 == 1 {
		a.Note = accountNotes()[i/9%len(accountNotes())]
	}
}

// silence has nine accounts that have not answered for more than a year, among
// them the second largest, and two that never did.
func (m *maker) silence() {
	for _, i := range []int{1, 19, 23, 28, 35, 40, 46, 53, 58} {
		m.firm.Accounts[i].Silence = Silent
	}
	m.firm.Accounts[31].Silence, m.firm.Accounts[50].Silence = Never, Never
	m.firm.Accounts[1].ContractEnd = m.firm.Until.AddDate(0, 4, 0)
}

// choice is a value of a trait with its label.
type choice struct {
	Key   string
	Label Text
}

func sectors() []choice {
	return []choice{
		{"food", Text{"Food and drink", "Agroalimentaire"}}, {"materials", Text{"Materials", "Matériaux"}}, {"metal", Text{"Metal", "Métallurgie"}},
		{"packaging", Text{"Packaging and print", "Emballage et impression"}}, {"health", Text{"Health and care", "Santé et soin"}},
	}
}

func accountNotes() []Text {
	return []Text{
		{"Their plant manager changed in spring. Ask who signs now.", "Le directeur d’usine a changé au printemps. Demander qui signe désormais."},
		{"They want one contact for projects and support alike.", "Ils veulent un seul interlocuteur pour les projets et l’assistance."},
		{"Bought by a group; purchasing is now done in Montreal.", "Rachetés par un groupe ; les achats se font maintenant à Montréal."},
		{"The second line is postponed until the budget is voted.", "La deuxième ligne est reportée jusqu’au vote du budget."},
		{"They measured 11 % less scrap after the last project and would say so in public.", "Ils ont mesuré 11 % de rebuts en moins après le dernier projet et le diraient volontiers."},
	}
}

// domainOf makes a mail domain that cannot exist of a firm's name.
func domainOf(name string) string { return plain(name) + ".example" }

// plain is a name in small letters without accents, words joined by hyphens.
func plain(name string) string {
	folded, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), strings.ToLower(name))
	if err != nil {
		folded = strings.ToLower(name)
	}
	words := strings.FieldsFunc(folded, func(r rune) bool { return r < 'a' || r > 'z' })
	return strings.Join(words, "-")
}

// lastDelivery is how the latest project before an instant was delivered.
func (a Account) lastDelivery(at time.Time) (late, known bool) {
	for _, d := range a.deliveries {
		if d.at.Before(at) {
			late, known = d.late, true
		}
	}
	return late, known
}

package journey

import (
	"slices"
	"strconv"
	"strings"
)

// sheetColumn is a column of the sheet of touchpoints: its title in English and
// French, and what stands in it.
type sheetColumn struct {
	key    string
	en, fr string
	width  float64
}

// sheetColumns are those of the sheet, in order. Either language is read.
func sheetColumns() []sheetColumn {
	return []sheetColumn{
		{"stages", "Stages", "Étapes", 18}, {"name", "What they do", "Ce qu’ils font", 28}, {"customer_name", "What they call it", "Comment ils l’appellent", 24},
		{"channel", "Channel", "Canal", 14}, {"nature", "Kind", "Nature", 10}, {"key", "Key", "Clé", 22}, {"owner", "Owner", "Responsable", 18},
		{"editors", "May change it too", "Peuvent aussi le modifier", 20}, {"measure", "Measure", "Mesure", 24}, {"volume", "Times in 90 days, typed", "Fois en 90 jours, saisi", 14},
		{"kept_why", "Why a channel stands here", "Pourquoi un canal figure ici", 24}, {"words", "What they may expect", "Ce qu’ils peuvent attendre", 44},
		{"since", "Since", "Depuis", 12}, {"owed_by", "Owed by", "Dû par", 18}, {"standard", "Standard", "Engagement", 12}, {"target", "Target, %", "Cible, %", 10},
		{"from", "From event", "De l’événement", 18}, {"until", "Until event", "À l’événement", 18}, {"match", "Shared property", "Propriété commune", 14}, {"hours", "Hours", "Heures", 8},
		{"promise", "Promised date in", "Date promise dans", 18}, {"standard_measure", "Measure of the standard", "Mesure de l’engagement", 24}, {"good", "Good from", "Bon à partir de", 10},
		{"event", "Event", "Événement", 18}, {"property", "Property", "Propriété", 14}, {"value", "Value", "Valeur", 12},
	}
}

// sheetWords are words that stand in cells, English and French; the first is
// written.
func sheetWords() map[string][2]string {
	return map[string][2]string{
		string(Virtual): {"virtual", "virtuel"}, string(Human): {"human", "humain"}, string(Physical): {"physical", "physique"},
		string(StandardTime): {"time", "délai"}, string(StandardQuality): {"quality", "qualité"}, string(StandardShare): {"share", "part"},
	}
}

// sheetNames are the names of the two sheets by language.
func sheetNames(french bool) (list, matrix string) {
	if french {
		return "Points de contact", "Matrice"
	}
	return "Touchpoints", "Matrix"
}

// word is how a code stands in a cell.
func word(code string, french bool) string {
	pair := sheetWords()[code]
	if french {
		return pair[1]
	}
	return pair[0]
}

// code is what a word of a cell stands for, in either language; false for none.
func code(cell string) (string, bool) {
	for code, pair := range sheetWords() {
		if nameKey(cell) == nameKey(pair[0]) || nameKey(cell) == nameKey(pair[1]) {
			return code, true
		}
	}
	return "", false
}

// between stands between several names in one cell.
const between = "; "

func split(cell string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = cleanName(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// sheetNumber is a number as cells hold it, exact and without an exponent.
func sheetNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// naming finds the names behind ids.
type naming struct {
	channels map[string]Channel
	stages   map[string]Stage
	people   map[string]string
	measures map[string]string
}

func (c content) naming(people, measures map[string]string) naming {
	n := naming{channels: map[string]Channel{}, stages: map[string]Stage{}, people: people, measures: measures}
	for _, channel := range c.channels {
		n.channels[channel.ID] = channel
	}
	for _, stage := range c.stages {
		n.stages[stage.ID] = stage
	}
	return n
}

// cells are a touchpoint as its row of the sheet holds it, by column.
func (n naming) cells(t Touchpoint, e *Expectation, french bool) map[string]string {
	out := map[string]string{
		"name": t.Name, "customer_name": t.CustomerName, "channel": n.channels[t.ChannelID].Name, "nature": word(string(n.channels[t.ChannelID].Nature), french), "key": t.Key,
		"owner": n.people[t.OwnerID], "measure": n.measures[t.MeasureID], "kept_why": t.KeptWhy,
	}
	var stages, editors []string
	for _, id := range t.StageIDs {
		stages = append(stages, n.stages[id].Name)
	}
	slices.SortStableFunc(stages, func(a, b string) int { return n.stageAt(a) - n.stageAt(b) })
	for _, id := range t.EditorIDs {
		editors = append(editors, n.people[id])
	}
	out["stages"], out["editors"] = strings.Join(stages, between), strings.Join(editors, between)
	if t.Volume != nil {
		out["volume"] = strconv.FormatInt(*t.Volume, 10)
	}
	if e != nil {
		out["words"], out["since"], out["owed_by"] = e.Words, e.Since, n.people[e.OwedBy]
		n.standardCells(out, e.Standard, french)
	}
	return out
}

func (n naming) stageAt(name string) int {
	for _, s := range n.stages {
		if s.Name == name {
			return s.Position
		}
	}
	return 0
}

func (n naming) standardCells(out map[string]string, s *Standard, french bool) {
	if s == nil {
		return
	}
	out["standard"], out["target"] = word(string(s.Kind), french), sheetNumber(percent(s.Target))
	out["from"], out["until"], out["match"], out["promise"] = s.From, s.Until, s.Match, s.Promise
	out["event"], out["property"], out["value"], out["standard_measure"] = s.Event, s.Property, s.Value, n.measures[s.MeasureID]
	if s.Kind == StandardTime {
		out["hours"] = sheetNumber(s.Hours)
	}
	if s.Good != nil {
		out["good"] = sheetNumber(*s.Good)
	}
}

// percent of a share, to a millionth of a percent, so that it comes back as it
// was written.
func percent(share float64) float64 {
	x, _ := strconv.ParseFloat(strconv.FormatFloat(share*100, 'f', 6, 64), 64)
	return x
}

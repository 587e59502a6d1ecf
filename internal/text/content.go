package text

import (
	"slices"
	"strings"
	"unicode"
)

// commonEnglish and commonFrench are words that carry no matter of their own, folded.
var (
	commonEnglish = commonWords(`
	a about after again all also am an and any are as at be because been before being both but by can could did do does doing don done down during each
	even ever every few for from further get go going got had has have having he her here him his how i if in into is isn it its itself just ll like
	made make many me more most much my myself never no nor not now of off on once one only or other our out over own quite rather re really s same she
	should so some still such t than that the their them then there these they thing things this those through to too under until up us ve very was way we
	were what when where which while who why will with would you your something else nothing none reason main`)
	commonFrench = commonWords(`
	ai ainsi alors apres as au aucun aussi autre aux avait avant avec avez avoir avons beaucoup bien c ca car ce ceci cela celui ces cet cette ceux chaque chez
	chose ci comme comment d dans de depuis des deux donc du elle elles en encore entre est et etaient etait etant ete etes etre eu eux fait faire fois font
	fut il ils j jamais je l la le les leur leurs lors lui m ma mais me meme mes mon n ne ni nos notre nous on ont ou par parce pas peu peut plus pour
	pourquoi principale qu quand que quel quelle quelque qui quoi raison rien s sa sans se ses si son sont sous sur t ta te tel tes toi ton toujours tous
	tout toute toutes tres trop tu un une va vers voir vos votre vous y`)
)

func commonWords(list string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(list) {
		out[word] = true
	}
	return out
}

// ContentStems are the stems of the words of a text that carry its matter, each
// once and in their order by letters: "The parking was full" and "Full car parks"
// share "full" and "park". In languages other than English and French the words
// stay as they are; those that carry nothing in one of these two are passed over.
func ContentStems(lang, s string) []string {
	short, _, _ := strings.Cut(strings.ToLower(lang), "-")
	passed := func(word string) bool {
		return len(word) < 2 || short != "fr" && commonEnglish[word] || short != "en" && commonFrench[word]
	}
	letters := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) }
	var out []string
	for _, word := range strings.FieldsFunc(s, letters) {
		if passed(Fold(word)) {
			continue
		}
		for _, stem := range Stems(lang, word) { // with its accents, which count
			if len(stem) > 1 {
				out = append(out, stem)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is what may be a speaker's name at the beginning of a fragment.
type label struct {
	name string
	from int64
	kind labelKind
	rest string // what is said after it
}

type labelKind int

const (
	noLabel  labelKind = iota
	byColon            // Anna: hello
	byTime             // Anna (00:01:02): hello, [00:01:02] Anna: hello, Anna  0:21
	byBox              // [id1] hello
	timeOnly           // [00:01:02] hello
)

const namePattern = `[\p{L}\d][^:\[\](){}<>?!;"«»“”…,\t|]{0,48}?`

var (
	timeThenName = regexp.MustCompile(`^[\[(]?(` + clockPattern + `)[\])]?\s*[-–]?\s*(` + namePattern + `)\s*[:：]\s*`)
	nameThenTime = regexp.MustCompile(`^(` + namePattern + `)\s*[\[(](` + clockPattern + `)[\])]\s*[:：]?\s*`)
	nameTimeLine = regexp.MustCompile(`^(` + namePattern + `)[\s,–-]+(` + clockPattern + `)\s*[:：]?\s*$`)
	nameColon    = regexp.MustCompile(`^(` + namePattern + `)\s*[:：](?:\s+|$)`)
	nameBox      = regexp.MustCompile(`^\[([^\]:]{1,30})\]\s*:?\s*`)
	onlyTime     = regexp.MustCompile(`^[\[(](` + clockPattern + `)[\])]\s*`)
	roleName     = regexp.MustCompile(`^(?:interviewers?|interviewee|interviewé[e]?|intervieweu(?:r|se)|moderator|modérat(?:eur|rice)|facilitator|host|participante?|respondent|répondante?|enquêt(?:eur|rice|é|ée)|client[e]?|customer|speaker|locut(?:eur|rice)|intervenante?|orateur|question|réponse|answer|researcher|chercheu(?:r|se))[\s_#-]*[\dA-Z]{0,3}(?:\s\d{1,2})?$`)
	interviewer  = regexp.MustCompile(`^(?:interviewers?|intervieweu(?:r|se)|moderator|modérat(?:eur|rice)|facilitator|host|enquêt(?:eur|rice)|researcher|chercheu(?:r|se)|question|q)[\s_#-]*[\dA-Z]{0,3}(?:\s\d{1,2})?$`)
	saidInHead   = regexp.MustCompile(`(?i)\b(?:interviewer|interviewed by|intervieweu(?:r|se)|enquêt(?:eur|rice)|moderator|host)\s*(?:is|was|est|était|:|：)?\s+(\p{Lu}[^.,;:\n]{1,60})`)
)

// notNames are words before a colon that name no speaker.
var notNames = wordSet(`note notes nb date time place location lieu heure durée duration length title titre project projet subject sujet objet topic file fichier
	participants present présents company société client_id reference référence version language langue recorded recording enregistrement transcriber transcription
	transcript example exemple http https e.g i.e ps p.s remark remarque source sources context contexte summary résumé warning attention`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// readLabel takes the label off a text, as far as the text alone can tell.
func readLabel(text string) label {
	if m := timeThenName.FindStringSubmatch(text); m != nil && isName(m[2]) {
		if at, ok := parseClock(m[1]); ok {
			return label{name: m[2], from: at, kind: byTime, rest: text[len(m[0]):]}
		}
	}
	for _, form := range []*regexp.Regexp{nameTimeLine, nameThenTime} {
		if m := form.FindStringSubmatch(text); m != nil && isName(m[1]) {
			if at, ok := parseClock(m[2]); ok {
				return label{name: m[1], from: at, kind: byTime, rest: text[len(m[0]):]}
			}
		}
	}
	if m := nameColon.FindStringSubmatch(text); m != nil && isName(m[1]) {
		return label{name: m[1], from: unknown, kind: byColon, rest: text[len(m[0]):]}
	}
	if m := onlyTime.FindStringSubmatch(text); m != nil {
		if at, ok := parseClock(m[1]); ok {
			return label{from: at, kind: timeOnly, rest: text[len(m[0]):]}
		}
	}
	if m := nameBox.FindStringSubmatch(text); m != nil && isName(m[1]) {
		return label{name: m[1], from: unknown, kind: byBox, rest: text[len(m[0]):]}
	}
	return label{from: unknown, rest: text}
}

// isName: up to five words that could call somebody, and not only digits.
func isName(name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 5 || notNames[strings.ToLower(strings.TrimSpace(name))] {
		return false
	}
	return strings.ContainsFunc(name, unicode.IsLetter)
}

// nameKey is one for all spellings of a label: Interviewer1, interviewer 1.
func nameKey(name string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '_' || r == '.' || r == '*' }), ""))
}

func isRole(name string) bool {
	low := strings.ToLower(strings.Join(strings.Fields(name), " "))
	return roleName.MatchString(low) || roleName.MatchString(strings.TrimRightFunc(low, unicode.IsDigit))
}

func isInterviewer(name string) bool {
	low := strings.ToLower(strings.Join(strings.Fields(name), " "))
	return interviewer.MatchString(low)
}

// looksNamed: each word begins with a capital letter or a digit.
func looksNamed(name string) bool {
	words := strings.Fields(name)
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return len(words) <= 3
}

// judge tells which labels are speakers, by their keys, with the spelling used
// most. A word before a colon is one when it is a role, or comes back, or looks
// like a name in a file most of whose fragments begin with a speaker.
func judge(labels []label) map[string]string {
	counts, spelled := map[string]int{}, map[string]map[string]int{}
	boxes, texts := 0, 0
	for _, l := range labels {
		if l.rest != "" || l.kind != noLabel {
			texts++
		}
		if l.name == "" {
			continue
		}
		key := nameKey(l.name)
		counts[key]++
		if spelled[key] == nil {
			spelled[key] = map[string]int{}
		}
		spelled[key][strings.Join(strings.Fields(l.name), " ")]++
		if l.kind == byBox {
			boxes++
		}
	}
	names, spoken := map[string]string{}, 0
	accept := func(l label, sure bool) {
		if key := nameKey(l.name); l.name != "" && names[key] == "" && sure {
			names[key] = mostSpelled(spelled[key])
			spoken += counts[key]
		}
	}
	for _, l := range labels {
		again := counts[nameKey(l.name)] > 1
		accept(l, l.kind == byTime || l.kind == byColon && (again || isRole(l.name)) || l.kind == byBox && again && boxes*2 >= texts)
	}
	for _, l := range labels {
		accept(l, l.kind == byColon && looksNamed(l.name) && spoken*2 >= texts)
	}
	return names
}

func mostSpelled(forms map[string]int) string {
	best := ""
	for form, n := range forms {
		if best == "" || n > forms[best] || n == forms[best] && form < best {
			best = form
		}
	}
	return best
}

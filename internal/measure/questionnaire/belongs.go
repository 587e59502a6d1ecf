package questionnaire

// Quotas gives the codes of the quotas to which a person belongs by what was
// answered, full or not, in the order of the document.
func (f *Flow) Quotas(s State) []string {
	s.Full = nil
	w := f.walker(s)
	w.walk()
	var out []string
	for _, q := range f.quotas {
		if w.holds(q.program) {
			out = append(out, q.Code)
		}
	}
	return out
}

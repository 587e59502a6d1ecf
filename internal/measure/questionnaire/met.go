package questionnaire

// Met are touchpoints that a customer used, the last first, for loops over them.
type Met []MetAt

// MetAt is one of them.
type MetAt struct {
	ID   string `json:"id"`
	Name string `json:"name"` // what it is called, for {{item}}
}

// Into has a walk loop over them.
func (m Met) Into(s *State) {
	s.Touchpoints, s.Names = nil, m.Names()
	for _, at := range m {
		s.Touchpoints = append(s.Touchpoints, at.ID)
	}
}

// Names are their names by id.
func (m Met) Names() map[string]string {
	out := make(map[string]string, len(m))
	for _, at := range m {
		out[at.ID] = at.Name
	}
	return out
}

// LoopsOverTouchpoints tells whether a page is shown for each touchpoint used.
func (d *Document) LoopsOverTouchpoints() bool {
	for _, p := range d.Pages {
		if p.Loop != nil && p.Loop.Over == LoopTouchpoints {
			return true
		}
	}
	return false
}

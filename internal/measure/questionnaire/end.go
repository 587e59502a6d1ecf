package questionnaire

// Outcome is with what an interview ended.
type Outcome string

// The outcomes.
const (
	OutcomeComplete  Outcome = "complete"
	OutcomeScreened  Outcome = "screened" // not one of those who are asked
	OutcomeQuotaFull Outcome = "quota_full"
)

// End is a last page. It leads nowhere else: there is no address to send people to.
type End struct {
	Code    string  `json:"code"`
	Outcome Outcome `json:"outcome"`
	Title   Words   `json:"title"`
	Text    Words   `json:"text,omitempty"`
}

// Quota ends the interview of those for whom If holds once Count have completed.
type Quota struct {
	Code  string `json:"code"`
	If    string `json:"if"`
	Count int    `json:"count"` // 1 or more
	End   string `json:"end"`   // code of an end
}

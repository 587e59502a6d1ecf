package post

import "time"

// The states of mails.
const (
	Waiting    = "waiting" // for its time, or to be tried again
	Sending    = "sending"
	Sent       = "sent" // the mail server took it
	Failed     = "failed"
	Dropped    = "dropped" // was not to go out any more
	Bounced    = "bounced" // came back
	Complained = "complained"
)

// Why a mail is in its state; outreach gives those of dropped ones.
const (
	reasonRefused = "refused"  // the mail server refused it for good
	reasonNobody  = "no_inbox" // there is nobody at the address
	reasonTired   = "tries"    // it was tried too often
	reasonUnsure  = "unsure"   // the process died while it was sent
	reasonLetter  = "letter"   // the letter cannot be written
	reasonBounced = "bounced"  // mail to the address came back before
)

// WaveMail is a mail of a wave.
type WaveMail struct {
	ID         string     `json:"id" format:"uuid"`
	Invitation string     `json:"invitation_id" format:"uuid"`
	Customer   Addressee  `json:"customer"`
	Address    string     `json:"address"`
	Reminder   bool       `json:"reminder"`
	State      string     `json:"state" enum:"waiting,sending,sent,failed,dropped,bounced,complained"`
	Reason     string     `json:"reason,omitempty" enum:"refused,no_inbox,tries,unsure,letter,bounced,paused,over,answered,opted_out,soft,complaint" doc:"Why."`
	Trouble    string     `json:"trouble,omitempty" doc:"What the mail server said."`
	Attempts   int        `json:"attempts"`
	DueAt      *time.Time `json:"due_at,omitempty" doc:"When it goes out, or is tried again."`
	SentAt     *time.Time `json:"sent_at,omitempty"`
}

// Addressee is whom a mail is for.
type Addressee struct {
	ID   string `json:"id" format:"uuid"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Sizes of the work.
const (
	batch = 100              // mails at once, and to be unsure of at most
	lease = 10 * time.Minute // how long a process may take over a batch
	tries = 8                // afterwards a mail has failed
	soft  = 3                // mails in a row that came back for now; then no more go there
)

// pause is how long to wait after the nth attempt: 1, 4, 16, 64 minutes, then
// four hours at a time.
func pause(attempts int) time.Duration {
	wait := time.Minute
	for range attempts - 1 {
		wait *= 4
	}
	return min(wait, 4*time.Hour)
}

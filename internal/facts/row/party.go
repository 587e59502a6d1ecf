package row

import (
	"time"

	"github.com/google/uuid"
)

// Party is a customer as figures tell customers apart, as the record has it
// now. Of merged customers there is one, whose id their answers and events bear.
type Party struct {
	ID       uuid.UUID // the key by which rows are removed
	Account  uuid.UUID
	Unit     uuid.UUID
	Created  time.Time // since when the record knows it; it may have answered before
	Language string
	Roles    []string // what it does in a purchase, as rooms name it
	Tie      *int     // strength of the tie; nil where nobody said
}

// Account is a firm that customers belong to, as the record has it now.
type Account struct {
	ID      uuid.UUID // the key by which rows are removed
	Unit    uuid.UUID
	Created time.Time
}

// Held is what a trait of a customer or an account was from one instant up to
// another. Those of one trait of one subject do not overlap.
type Held struct {
	Trait   uuid.UUID
	Subject uuid.UUID // a Party or an Account; the key by which rows are removed
	Since   time.Time
	Until   time.Time // the first instant at which it was no longer so; zero: it still is
	Text    string    // what it was, in the form by which values are compared
	Number  *float64  // of traits that are numbers
}

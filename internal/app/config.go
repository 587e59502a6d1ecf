package app

import (
	"io"
	"log/slog"
	"os"
	"time"
)

// Config is read once, from flags and BALCONY_* variables, and handed on as
// values.
type Config struct {
	Dir         string // data folder; with PostgreSQL it holds the column store and keys
	DatabaseURL string // PostgreSQL; empty means SQLite in Dir
	Host        string // address to listen on
	Port        int    // 0 takes a free one
	PublicURL   string // overrides the organisation's own setting
	Proxies     []string
	// MailsAMinute is how many mails of waves go out a minute at most; 0: no bound.
	MailsAMinute int
	Version      string
	Samples      []string // keys of the samples to load where they are not, for a demonstration
	AddressFile  string   // where to write the address once the server listens
	Terminal     *os.File // where the first owner's link may be shown, if it is a terminal
	Log          *slog.Logger
	Now          func() time.Time // nil means the wall clock
	PartyID      func() string    // nil means UUIDv7; makes the ids of customers and accounts, by which answers fall into buckets
	Random       io.Reader        // nil means the system's
}

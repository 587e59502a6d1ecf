package app

import (
	"context"
	"log"
	"log/slog"
	"strings"
)

// quietErrors sends the server's own complaints to the log, without the usual
// noise of clients that go away.
func quietErrors(l *slog.Logger) *log.Logger { return log.New(lines{l}, "", 0) }

type lines struct{ log *slog.Logger }

func (w lines) Write(p []byte) (int, error) {
	s := strings.TrimSpace(string(p))
	level := slog.LevelWarn
	if strings.Contains(s, "TLS handshake error") || strings.Contains(s, "broken pipe") {
		level = slog.LevelDebug
	}
	w.log.Log(context.Background(), level, s)
	return len(p), nil
}

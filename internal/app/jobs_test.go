package app

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// eachPlace runs a test with the configuration of an application that is to be
// opened several times, on both engines.
func eachPlace(t *testing.T, test func(t *testing.T, c Config)) {
	for name, url := range map[string]func() string{"sqlite": func() string { return "" }, "postgresql": func() string { return recordtest.Database(t) }} {
		t.Run(name, func(t *testing.T) {
			test(t, Config{Dir: t.TempDir(), DatabaseURL: url(), Version: "test", Log: slog.New(slog.NewTextHandler(testLog{t}, nil))})
		})
	}
}

// during opens an application, with its background work where started, and
// closes it when fn is through.
func during(t *testing.T, c Config, started bool, fn func(ctx context.Context, a *App)) {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	a, err := Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if started {
		if err := a.Start(ctx); err != nil {
			t.Fatal(err)
		}
	}
	fn(ctx, a)
}

// reaches waits until an import is in a state.
func reaches(t *testing.T, ctx context.Context, a *App, id string, want collect.State) collect.Import {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	wake, stop := a.record.Follow()
	defer stop()
	for {
		i, err := a.collect.GetImport(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if i.State == want {
			return i
		}
		select {
		case <-wake:
		case <-ctx.Done():
			t.Fatalf("the import is %s, not %s", i.State, want)
		}
	}
}

func upload(t *testing.T, ctx context.Context, a *App) string {
	t.Helper()
	i, err := a.collect.Upload(ctx, "marks.csv", "", strings.NewReader("mark\n9\n3\n10\n"))
	if err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// A process that dies between the commit of a start and the making of its job
// loses nothing: the change log asks for the run, and the next process hears it.
func TestImportIsRunThoughItsServerDiedAfterTheCommit(t *testing.T) {
	eachPlace(t, func(t *testing.T, c Config) {
		var id string
		during(t, c, false, func(ctx context.Context, a *App) { // nothing makes jobs here, as if killed in time
			id = upload(t, ctx, a)
			if _, _, err := a.collect.StartImport(ctx, id); err != nil {
				t.Fatal(err)
			}
		})
		during(t, c, true, func(ctx context.Context, a *App) {
			if i := reaches(t, ctx, a, id, collect.StateDone); i.Counts.New != 3 {
				t.Errorf("%+v", i.Counts)
			}
		})
		during(t, c, false, func(ctx context.Context, a *App) {
			if _, _, err := a.collect.UndoImport(ctx, id); err != nil {
				t.Fatal(err)
			}
		})
		during(t, c, true, func(ctx context.Context, a *App) { reaches(t, ctx, a, id, collect.StateUndone) })
	})
}

// A job that is lost for good, as when the queue's file was not restored, is
// made again once the import was seen to stand still.
func TestImportThatStandsStillIsRunAgain(t *testing.T) {
	eachPlace(t, func(t *testing.T, c Config) {
		during(t, c, false, func(ctx context.Context, a *App) {
			id := upload(t, ctx, a)
			_, position, err := a.collect.StartImport(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.record.SavePosition(ctx, "jobs", position); err != nil { // the maker believes it made it
				t.Fatal(err)
			}
			if err := a.Start(ctx); err != nil {
				t.Fatal(err)
			}
			seen, err := a.resumeStalled(ctx, nil)
			if err != nil || len(seen) != 1 {
				t.Fatal(seen, err)
			}
			if i, err := a.collect.GetImport(ctx, id); err != nil || i.State != collect.StateWaiting {
				t.Fatalf("run though it was seen only once: %s %v", i.State, err)
			}
			if _, err := a.resumeStalled(ctx, seen); err != nil {
				t.Fatal(err)
			}
			reaches(t, ctx, a, id, collect.StateDone)
			if seen, err := a.resumeStalled(ctx, seen); err != nil || len(seen) != 0 {
				t.Error("what is over stands still:", seen, err)
			}
		})
	})
}

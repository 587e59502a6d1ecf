package collect

import "testing"

// TestGiveUp: an import whose job failed for good says so, and goes on where
// it stopped when somebody starts it again; one that was being undone can be
// undone again.
func TestGiveUp(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		i := f.upload(t, "stays.csv", stays)
		if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
			t.Fatal(faultText(err))
		}
		given := func() Import {
			t.Helper()
			if err := f.GiveUp(owner(t), i.ID); err != nil {
				t.Fatal(err)
			}
			got, err := f.GetImport(owner(t), i.ID)
			if err != nil || got.State != StateFailed || got.ProblemKey != "gave_up" || got.Problem == "" || got.FinishedAt == nil {
				t.Fatalf("given up: %+v %v", got, err)
			}
			return got
		}
		given()
		if ids, _, err := f.Stalled(owner(t), map[string]int64{i.ID: i.Version + 2}); err != nil || len(ids) != 0 {
			t.Errorf("a failed import is run again by itself: %v %v", ids, err)
		}
		if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
			t.Fatal(faultText(err))
		}
		if got := f.run(t, i.ID); counts(got) != "done new 4 same 0 changed 0 rejected 0" || got.Problem != "" {
			t.Fatalf("%s %q", counts(got), got.Problem)
		}
		if err := f.GiveUp(owner(t), i.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := f.GetImport(owner(t), i.ID); err != nil || got.State != StateDone {
			t.Errorf("an import that is over is given up: %s %v", got.State, err)
		}
		if _, _, err := f.UndoImport(owner(t), i.ID); err != nil {
			t.Fatal(faultText(err))
		}
		if got := given(); !got.CanUndo {
			t.Error("undoing that was given up cannot be tried again")
		}
		if _, _, err := f.UndoImport(owner(t), i.ID); err != nil {
			t.Fatal(faultText(err))
		}
		if got := f.run(t, i.ID); got.State != StateUndone {
			t.Errorf("undone again: %s", got.State)
		}
	})
}

package record

import "time"

// Queued sets what is called when a member of a group begins to wait.
func Queued(s *Store, hook func()) { s.hooks.queued = hook }

// BeforeCommit sets what runs between the last statement and the commit.
func BeforeCommit(s *Store, hook func() error) { s.hooks.beforeCommit = hook }

// Patient lets a group take its time, so that a slow machine does not split it.
func Patient(s *Store) { s.hooks.patience = time.Minute }

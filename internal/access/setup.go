package access

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// linkFile holds the first owner's link, in the data folder.
const linkFile = "first-owner-link"

// SetupState tells anybody whether the first owner is to be made, and whose
// page this is.
func (s *Service) SetupState(ctx context.Context) (SetupState, error) {
	settings, err := s.Organisation(ctx)
	if err != nil {
		return SetupState{}, err
	}
	needed, err := s.needsOwner(ctx)
	return SetupState{Needed: needed, Organisation: settings.public()}, err
}

func (s *Service) needsOwner(ctx context.Context) (bool, error) {
	var owners int
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		owners, err = ownersBeside(ctx, q, "")
		return err
	})
	return owners == 0, err
}

// EnsureSetupLink makes a new one-time link, good for half an hour, while
// there is no owner, and writes it to the file first-owner-link in the data
// folder, readable by its owner only. Links made before stop working. It gives
// "" once there is an owner. base is where the page is reached, such as
// http://localhost:8080.
func (s *Service) EnsureSetupLink(ctx context.Context, base string) (string, error) {
	needed, err := s.needsOwner(ctx)
	if err != nil {
		return "", err
	}
	if !needed {
		return "", s.removeLinkFile()
	}
	token, row, err := s.newLink(forSetup, setupLife)
	if err != nil {
		return "", err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := dropSetupLinks(ctx, tx); err != nil {
			return err
		}
		return insertLink(ctx, tx, row)
	})
	if err != nil {
		return "", err
	}
	link := base + forSetup.path(token)
	return link, s.writeLinkFile(link)
}

func dropSetupLinks(ctx context.Context, tx *record.Tx) error {
	_, err := tx.NewRaw("DELETE FROM access_link WHERE purpose = ?", forSetup).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "remove older links")
}

// writeLinkFile replaces the file, so that it is new and private whatever was
// there before.
func (s *Service) writeLinkFile(link string) error {
	if s.dir == "" {
		return nil
	}
	if err := s.removeLinkFile(); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(s.dir, linkFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "make file of the first owner's link")
	}
	_, err = file.WriteString(link + "\n")
	return fault.Wrap(errors.Join(err, file.Close()), fault.CodeUnavailable, "write the first owner's link")
}

func (s *Service) removeLinkFile() error {
	if s.dir == "" {
		return nil
	}
	err := os.Remove(filepath.Join(s.dir, linkFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fault.Wrap(err, fault.CodeUnavailable, "remove the first owner's link")
}

// SetUp makes the first owner and names the organisation, with the one-time
// link, and signs the owner in. It works once.
func (s *Service) SetUp(ctx context.Context, first FirstOwner) (Opened, error) {
	if _, err := s.peek(ctx, forSetup, first.Token); err != nil {
		return Opened{}, err
	}
	settings, err := first.Organisation.settings()
	if err != nil {
		return Opened{}, err
	}
	user, err := s.newUser(ctx, joining{
		name: first.Name, email: first.Email, password: first.Password, language: first.Organisation.Language,
		grants: []Grant{{Role: Owner, Scope: Whole(), Rows: RowsAll}}, organisation: settings.Name,
	})
	if err != nil {
		return Opened{}, err
	}
	ctx = With(ctx, Who{UserID: user.ID, Name: user.Name})
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.setUp(ctx, tx, first.Token, user, settings)
	})
	if err != nil {
		return Opened{}, err
	}
	s.settings.forget()
	if err := s.removeLinkFile(); err != nil {
		s.log.WarnContext(ctx, "the file with the first owner's link, which is used up, could not be removed", "error", err)
	}
	return s.open(ctx, user)
}

func (s *Service) setUp(ctx context.Context, tx *record.Tx, token string, user *userRow, settings OrganisationChange) error {
	if err := guard(ctx, tx); err != nil {
		return err
	}
	if err := s.consume(ctx, tx, forSetup, token); err != nil {
		return err
	}
	if owners, err := ownersBeside(ctx, tx, ""); err != nil {
		return err
	} else if owners > 0 {
		return errLink()
	}
	if err := insertUser(ctx, tx, user); err != nil {
		return err
	}
	if err := writeSettings(ctx, tx, settings); err != nil {
		return err
	}
	return s.journal.Audit(ctx, tx, "setup.done", user.ID, nil)
}

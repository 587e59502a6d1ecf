package understand

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func viewService(s *record.Store) *Service {
	return New(Options{Record: s, Now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }, NewID: uuid.NewString})
}

func TestSavedViewsOpenToWhomTheyAreShared(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		s := viewService(store)
		role := func(user string, r access.Role, at access.Scope) context.Context {
			return as(t, user, access.Grant{Role: r, Scope: at})
		}
		ann := role("ann", access.Analyst, access.Program(programA))
		make := func(name string, shared Sharing, roles ...access.Role) string {
			v, err := s.CreateView(ann, NewSavedView{ProgramID: programA, Name: name, Path: "/answers",
				Params: map[string][]string{"where": {"channel:email", "t1:Gold"}}, Shared: shared, Roles: roles})
			if err != nil {
				t.Fatal(err)
			}
			return v.ID
		}
		private, link, roles := make("Mine", SharedPrivate), make("By link", SharedLink), make("For viewers", SharedRoles, access.Viewer)
		cases := []struct {
			who         string
			ctx         context.Context
			opens, list []string
		}{
			{"the owner of the views", ann, []string{private, link, roles}, []string{link, roles, private}},
			{"a viewer of the program", role("bob", access.Viewer, access.Program(programA)), []string{link, roles}, []string{roles}},
			{"a viewer of the whole", role("col", access.Viewer, access.Whole()), []string{link, roles}, []string{roles}},
			{"a viewer of a unit", role("dan", access.Viewer, access.Unit(id("lille"))), []string{link, roles}, []string{roles}},
			{"an analyst of the program", role("eve", access.Analyst, access.Program(programA)), []string{link}, nil},
			{"a viewer of another program", role("fay", access.Viewer, access.Program(programB)), nil, nil},
		}
		for _, c := range cases {
			for _, view := range []string{private, link, roles} {
				v, err := s.View(c.ctx, view)
				if want := slices.Contains(c.opens, view); want != (err == nil) || !want && !fault.Is(err, fault.CodeNotFound) {
					t.Errorf("%s opens %s: %v, want it to open: %v", c.who, view, err, want)
				}
				if err == nil && (v.Mine != (c.who == "the owner of the views") || !slices.Equal(v.Params["where"], []string{"channel:email", "t1:Gold"})) {
					t.Errorf("%s sees %+v", c.who, v)
				}
			}
			views, err := s.Views(c.ctx, programA)
			if err != nil {
				t.Fatal(err)
			}
			var listed []string
			for _, v := range views {
				listed = append(listed, v.ID)
			}
			if !slices.Equal(listed, c.list) {
				t.Errorf("%s finds %v in the list, want %v", c.who, listed, c.list)
			}
		}
		if _, err := s.View(t.Context(), link); !fault.Is(err, fault.CodeUnauthenticated) {
			t.Errorf("nobody opens a link: %v", err)
		}
	})
}

func TestSavedViewsChangeByTheirOwnerOnly(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		s := viewService(store)
		lead := access.Grant{Role: access.Lead, Scope: access.Whole()}
		ann, bob := as(t, "ann", lead), as(t, "bob", lead)
		v, err := s.CreateView(ann, NewSavedView{ProgramID: programA, Name: " October ", Path: "/", Shared: SharedLink})
		if err != nil || v.Name != "October" || v.Version != 1 {
			t.Fatalf("%+v, %v", v, err)
		}
		name := "November"
		if _, err := s.UpdateView(bob, v.ID, "", SavedViewChange{Name: &name}); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("another lead changes it: %v", err)
		}
		changed, err := s.UpdateView(ann, v.ID, `"1"`, SavedViewChange{Name: &name})
		if err != nil || changed.Name != name || changed.Version != 2 || changed.Path != "/" {
			t.Errorf("%+v, %v", changed, err)
		}
		if _, err := s.UpdateView(ann, v.ID, `"1"`, SavedViewChange{Name: &name}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a change of an older version: %v, want conflict", err)
		}
		if err := s.DeleteView(bob, v.ID, ""); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("another lead removes it: %v", err)
		}
		if err := s.DeleteView(ann, v.ID, `"2"`); err != nil {
			t.Errorf("remove: %v", err)
		}
		if _, err := s.View(ann, v.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("after removal: %v", err)
		}
	})
}

func TestSavedViewsAreChecked(t *testing.T) {
	s := viewService(recordtest.SQLite(t, []fs.FS{Migrations()}))
	lead := as(t, "ann", access.Grant{Role: access.Lead, Scope: access.Program(programA)})
	good := NewSavedView{ProgramID: programA, Name: "October", Path: "/"}
	cases := map[string]func(*NewSavedView){
		"program_id": func(v *NewSavedView) { v.ProgramID = programB },
		"name":       func(v *NewSavedView) { v.Name = "  " },
		"path":       func(v *NewSavedView) { v.Path = "//elsewhere.example" },
		"params":     func(v *NewSavedView) { v.Params = map[string][]string{"q": {string(make([]byte, maxParams))}} },
		"shared":     func(v *NewSavedView) { v.Shared = "everybody" },
		"roles":      func(v *NewSavedView) { v.Shared = SharedRoles },
	}
	for field, spoil := range cases {
		in := good
		spoil(&in)
		_, err := s.CreateView(lead, in)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.CodeInvalid || len(f.Fields) != 1 || f.Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := s.CreateView(as(t, "vic", access.Grant{Role: access.Viewer, Scope: access.Whole()}), good); !fault.Is(err, fault.CodeForbidden) {
		t.Errorf("a viewer saves a view: %v", err)
	}
}

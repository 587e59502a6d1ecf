package access_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func settingsBody(name string) string {
	return fmt.Sprintf(`{"name":%q,"time_zone":"Europe/Paris","currency":"chf","language":"fr","first_day_of_week":1,"fiscal_year_start":4,"public_url":""}`, name)
}

func TestOrganisation(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		got := h.ask(owner, "GET", "/api/organisation", "").want(200, `"time_zone":"UTC"`, `"currency":"EUR"`)
		tag := got.Header().Get("ETag")
		h.fired([]string{"organisation.changed"}, func() {
			h.ask(owner, "PUT", "/api/organisation", settingsBody("Hôtel du Lac"), "If-Match", tag).want(200, "Hôtel du Lac", `"currency":"CHF"`, `"fiscal_year_start":4`)
		})
		h.ask(owner, "PUT", "/api/organisation", settingsBody("Mine"), "If-Match", tag).want(409, "changed_meanwhile")
		body := strings.TrimSuffix(settingsBody("Hôtel du Lac"), "}")
		h.ask(owner, "PUT", "/api/organisation", body+`,"smallest_group":10}`).want(200, `"smallest_group":10`)
		h.ask(owner, "PUT", "/api/organisation", body+"}").want(200, `"smallest_group":10`) // absent leaves it
		h.ask(owner, "PUT", "/api/organisation", body+`,"smallest_group":2}`).want(422, "organisation.smallest_group")
		h.ask(owner, "PUT", "/api/organisation", body+`,"smallest_group":51}`).want(422)
		h.ask(owner, "GET", "/api/organisation", "").want(200, `"speeding_factor":0.3333333333333333`)
		h.ask(owner, "PUT", "/api/organisation", body+`,"speeding_factor":0.25}`).want(200, `"speeding_factor":0.25`)
		h.ask(owner, "PUT", "/api/organisation", body+"}").want(200, `"speeding_factor":0.25`) // absent leaves it
		h.ask(owner, "PUT", "/api/organisation", body+`,"speeding_factor":0.05}`).want(422, "fieldwork.factor")
		h.ask(owner, "PUT", "/api/organisation", body+`,"speeding_factor":0.95}`).want(422)
		h.ask(owner, "GET", "/api/audit?kind=organisation.speeding_factor", "").want(200, `"from":"0.3333"`, `"to":"0.25"`)
		h.ask(owner, "GET", "/api/audit?kind=organisation.smallest_group", "").want(200, `"from":"5"`, `"to":"10"`)
		if zone := h.service.Zone(t.Context()); zone.String() != "Europe/Paris" {
			t.Errorf("zone %v", zone)
		}
		h.ask(accesstest.Nobody(), "GET", "/api/setup", "").want(200, "Hôtel du Lac").without("Europe/Paris", "CHF")
	})
}

func TestOrganisationIsChecked(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	good := access.OrganisationChange{Name: "Lac", TimeZone: "UTC", Currency: "EUR", Language: "en", FirstDayOfWeek: 1, FiscalYearStart: 1}
	for field, change := range map[string]func(*access.OrganisationChange){
		"name":              func(c *access.OrganisationChange) { c.Name = "a\nb" },
		"time_zone":         func(c *access.OrganisationChange) { c.TimeZone = "Local" },
		"currency":          func(c *access.OrganisationChange) { c.Currency = "XYZ" },
		"language":          func(c *access.OrganisationChange) { c.Language = "de" },
		"first_day_of_week": func(c *access.OrganisationChange) { c.FirstDayOfWeek = 7 },
		"fiscal_year_start": func(c *access.OrganisationChange) { c.FiscalYearStart = 0 },
		"public_url":        func(c *access.OrganisationChange) { c.PublicURL = "javascript:alert(1)" },
	} {
		c := good
		change(&c)
		body := fmt.Sprintf(`{"name":%q,"time_zone":%q,"currency":%q,"language":%q,"first_day_of_week":%d,"fiscal_year_start":%d,"public_url":%q}`,
			c.Name, c.TimeZone, c.Currency, c.Language, c.FirstDayOfWeek, c.FiscalYearStart, c.PublicURL)
		h.ask(owner, "PUT", "/api/organisation", body).want(422, `"field":"`+field+`"`)
	}
	for _, url := range []string{"https://u:p@x.org", "https://x.org/path", "https://x.org?q", "ftp://x.org", "//x.org", "https://"} {
		c := good
		c.PublicURL = url
		body := fmt.Sprintf(`{"name":"Lac","time_zone":"UTC","currency":"EUR","language":"en","first_day_of_week":1,"fiscal_year_start":1,"public_url":%q}`, url)
		h.ask(owner, "PUT", "/api/organisation", body).want(422, "organisation.public_url")
	}
}

func TestLogo(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, nobody := h.owner(), accesstest.Nobody()
		h.ask(nobody, "GET", "/api/organisation/logo", "").want(404)
		put := func(picture []byte) answer {
			return h.ask(owner, "PUT", "/api/organisation/logo", string(picture), "Content-Type", "application/octet-stream")
		}
		var drawn, photo, wide bytes.Buffer
		if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(&wide, image.NewGray(image.Rect(0, 0, 5000, 1))); err != nil {
			t.Fatal(err)
		}
		h.fired([]string{"logo.changed"}, func() { put(drawn.Bytes()).want(204) })
		got := h.ask(nobody, "GET", "/api/organisation/logo", "").want(200)
		if got.Header().Get("Content-Type") != "image/png" || got.Header().Get("X-Content-Type-Options") != "nosniff" || !bytes.Equal(got.Body.Bytes(), drawn.Bytes()) {
			t.Errorf("%v, %d bytes", got.Header(), got.Body.Len())
		}
		h.ask(owner, "GET", "/api/organisation", "").want(200, `"has_logo":true`)
		put(photo.Bytes()).want(204)
		if kind := h.ask(nobody, "GET", "/api/organisation/logo", "").want(200).Header().Get("Content-Type"); kind != "image/jpeg" {
			t.Errorf("a JPEG comes back as %s", kind)
		}
		for name, bad := range map[string][]byte{
			"a drawing with scripts": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
			"a page":                 []byte("<!doctype html><script>alert(1)</script>"),
			"a cut PNG":              drawn.Bytes()[:12],
			"too many points":        wide.Bytes(),
		} {
			if got := put(bad); got.Code != 422 {
				t.Errorf("%s: %d", name, got.Code)
			}
		}
		if got := put(append(drawn.Bytes(), make([]byte, 600<<10)...)); got.Code != 413 && got.Code != 422 {
			t.Errorf("a picture of 600 KB: %d", got.Code)
		}
		h.fired([]string{"logo.removed"}, func() { h.ask(owner, "DELETE", "/api/organisation/logo", "").want(204) })
		h.ask(nobody, "GET", "/api/organisation/logo", "").want(404)
	})
}

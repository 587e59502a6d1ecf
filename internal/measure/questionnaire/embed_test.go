package questionnaire

import "testing"

func TestSitesThatMayShowASurvey(t *testing.T) {
	for origin, sound := range map[string]bool{
		"https://www.example.org": true, "https://example.org:8443": true, "http://localhost:3000": true,
		"http://example.org": false, "https://example.org/": false, "https://example.org/page": false, "example.org": false, "*": false, "https://*": false, "https://*.example.org": false,
		"https://a.org; script-src *": false, "https://a.org 'self'": false, "https://a.org\r\nX: y": false, "https://me@a.org": false, "https://": false, "": false, "javascript:alert(1)": false, "https://EXAMPLE.org": false,
	} {
		d := framedBy(origin)
		found := Structure(d)
		if sound != (len(found) == 0) || !sound && (len(found) != 1 || found[0].Key != "origin" || found[0].Path != "settings.frames[0]") {
			t.Errorf("%q: %+v", origin, found)
		}
	}
}

func framedBy(origin string) *Document {
	d := sound()
	d.Settings.Frames = []string{origin}
	return d
}

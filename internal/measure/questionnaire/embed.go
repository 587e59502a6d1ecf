package questionnaire

import (
	"fmt"
	"net/url"
	"strings"
)

// mostFrames is how many sites may show a survey in a frame.
const mostFrames = 20

// frames checks the sites that may show the survey in a frame: origins, with nothing
// that would end the list or the header in which they are told to browsers.
func (c *checker) frames() {
	for i, o := range c.doc.Settings.Frames {
		if i >= mostFrames || !isOrigin(o) {
			c.add(fmt.Sprintf("settings.frames[%d]", i), "origin", "name a site as in https://www.example.org, 20 at most", o)
		}
	}
}

// isOrigin tells whether a text is the origin of a site: https, or http on this
// machine, a plain host, perhaps a port, and nothing else.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || text != u.Scheme+"://"+u.Host || len(text) > 200 {
		return false
	}
	for _, r := range u.Host {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-:", r) {
			return false
		}
	}
	return u.Scheme == "https" || u.Scheme == "http" && u.Hostname() == "localhost"
}

package post

import (
	"strings"
	"testing"
)

const dsn = "From: mailer@mx.example\r\nTo: balcony@example.org\r\nSubject: failed\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain\r\n\r\nIt did not work.\r\n" +
	"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; Zoe@Example.net\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such\r\n user\r\n\r\n" +
	"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <01a208ae-247a-74e4-9158-0694201b3c79@example.org>\r\nTo: zoe@example.net\r\n\r\n--b--\r\n"

const complaint = "From: fbl@isp.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=\"x\"\n\n" +
	"--x\nContent-Type: text/plain\n\nJunk.\n--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: isp/1\nVersion: 1\nOriginal-Rcpt-To: <bob@example.net>\n\n" +
	"--x\nContent-Type: message/rfc822\n\nMessage-ID: <01a208ae-247a-74e4-9158-0694201b3c79@example.org>\nTo: bob@example.net\n\nHello\n--x--\n"

func TestParseReport(t *testing.T) {
	two := strings.Replace(dsn, "\r\n\r\n--b\r\nContent-Type: text/rfc822", "\r\n\r\nFinal-Recipient: rfc822; late@example.net\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\nFinal-Recipient: rfc822; full@example.net\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n--b\r\nContent-Type: text/rfc822", 1)
	for _, c := range []struct {
		name, raw, want string
	}{
		{"nobody there", dsn, "hard Zoe@Example.net <01a208ae-247a-74e4-9158-0694201b3c79@example.org> smtp; 550 no such user"},
		{"a delay and a full mailbox", two, "hard Zoe@Example.net  smtp; 550 no such user; soft full@example.net  5.2.2"},
		{"a complaint", complaint, "complaint bob@example.net <01a208ae-247a-74e4-9158-0694201b3c79@example.org> abuse"},
		{"no junk", strings.Replace(complaint, "abuse", "not-spam", 1), ""},
		{"delivered", strings.Replace(dsn, "failed\r\nStatus: 5.1.1", "delivered\r\nStatus: 2.0.0", 1), ""},
		{"a letter", "From: a@b.example\r\nContent-Type: text/plain\r\n\r\nI am away.", ""},
		{"nothing", "", ""},
		{"broken off", dsn[:strings.Index(dsn, "Diagnostic")], "hard Zoe@Example.net  5.1.1"},
	} {
		found, err := ParseReport([]byte(c.raw))
		var told []string
		for _, r := range found {
			told = append(told, strings.Join([]string{r.Kind, r.Address, r.MessageID, r.Reason}, " "))
		}
		if got := strings.Join(told, "; "); got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, want %q (%v)", c.name, got, c.want, err)
		}
	}
}

func TestMailOf(t *testing.T) {
	for id, want := range map[string]string{
		"<01a208ae-247a-74e4-9158-0694201b3c79@example.org>": "01a208ae-247a-74e4-9158-0694201b3c79", "": "", "<x@y>": "", "<urn:uuid:01a208ae-247a-74e4-9158-0694201b3c79@y>": "",
	} {
		if got := mailOf(id); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}

func TestSplitReports(t *testing.T) {
	box := "From a@b Mon\n" + complaint + "\nFrom c@d Tue\n" + strings.ReplaceAll(dsn, "\r\n", "\n")
	if got := splitReports([]byte(box)); len(got) != 2 || !strings.HasPrefix(string(got[1]), "From: mailer") {
		t.Errorf("%d mails: %.100q", len(got), got)
	}
	if got := splitReports([]byte(dsn)); len(got) != 1 {
		t.Errorf("a single mail is %d", len(got))
	}
}

func FuzzParseReport(f *testing.F) {
	f.Add([]byte(dsn))
	f.Add([]byte(complaint))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, one := range splitReports(raw) {
			found, _ := ParseReport(one)
			for _, r := range found {
				if strings.ContainsAny(r.Reason+r.Address, "\r\n") || r.Address == "" && r.MessageID == "" {
					t.Errorf("%+v", r)
				}
			}
		}
	})
}

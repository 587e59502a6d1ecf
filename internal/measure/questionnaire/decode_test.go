package questionnaire

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
)

func TestDecodeReadsWhatWasWritten(t *testing.T) {
	raw, err := json.Marshal(sound())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(raw)
	if err != nil || !reflect.DeepEqual(got, sound()) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"unknown member": `{"colour":1}`, "more behind": `{} {}`, "nothing": ``, "null": `null`, "list": `[]`,
		"too large": `{"title":{"en":"` + strings.Repeat("a", MaxDocument) + `"}}`,
	} {
		if _, err := Decode([]byte(raw)); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("document, %s: got %v", name, err)
		}
		if name == "unknown member" {
			raw = `{"easy":{"colour":1}}`
		}
		if _, err := DecodeAnswers([]byte(raw)); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("answers, %s: got %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	raw, err := json.Marshal(sound())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"pages":[{"loop":{},"questions":[{"scale":{},"limits":{}}],"branches":[{}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if d, err := Decode(raw); err == nil {
			Structure(d)
		}
		if a, err := DecodeAnswers(raw); err == nil && a == nil {
			t.Error("nil answers without an error")
		}
	})
}

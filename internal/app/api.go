package app

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/answers"
	"github.com/balcony-cx/balcony/internal/collect/reply"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/outreach/post"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/understand"
	"github.com/balcony-cx/balcony/internal/understand/mailing"
	"github.com/balcony-cx/balcony/internal/web"
)

// rooms are the services behind the API.
type rooms struct {
	access     *access.Service
	notify     *notify.Service
	people     *people.Service
	purpose    *purpose.Service
	journey    *journey.Service
	listen     *listen.Service
	measure    *measure.Service
	outreach   *outreach.Service
	post       *post.Service
	collect    *collect.Service
	answers    *answers.Service
	trial      *trial.Service
	reply      *reply.Service
	understand *understand.Service
	mailing    *mailing.Service
	facts      *facts.Store
	samples    *sample.Service
}

// register adds every room's operations.
func register(api huma.API, r rooms) {
	access.Register(api, r.access)
	notify.Register(api, r.notify)
	people.Register(api, r.people)
	purpose.Register(api, r.purpose)
	journey.Register(api, r.journey)
	listen.Register(api, r.listen)
	measure.Register(api, r.measure)
	outreach.Register(api, r.outreach)
	post.Register(api, r.post)
	collect.Register(api, r.collect)
	answers.Register(api, r.answers)
	trial.Register(api, r.trial)
	reply.Register(api, r.reply)
	understand.Register(api, r.understand)
	mailing.Register(api, r.mailing)
	facts.Register(api, r.facts)
	sample.Register(api, r.samples)
}

// Description is the OpenAPI 3.1 document of the API, indented. No store is
// opened for it.
func Description(version string) ([]byte, error) {
	api := web.NewAPI(http.NewServeMux(), version, slog.New(slog.DiscardHandler))
	register(api, rooms{
		access: new(access.Service), notify: new(notify.Service), people: new(people.Service), purpose: new(purpose.Service),
		journey: new(journey.Service), listen: new(listen.Service), measure: new(measure.Service), outreach: new(outreach.Service), post: new(post.Service), collect: new(collect.Service), answers: new(answers.Service), trial: new(trial.Service), reply: new(reply.Service), understand: new(understand.Service),
		mailing: new(mailing.Service), samples: new(sample.Service),
	})
	doc, err := json.MarshalIndent(api.OpenAPI(), "", "  ")
	if err != nil {
		return nil, err
	}
	return append(doc, '\n'), nil
}

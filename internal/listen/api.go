package listen

import (
	"github.com/danielgtaylor/huma/v2"
)

type idInput struct {
	ID string `path:"id"`
}

// Register adds the room's operations to the API.
func Register(api huma.API, s *Service) {
	registerStudies(api, s)
	registerDocuments(api, s)
	registerCodebooks(api, s)
	registerCodings(api, s)
	registerOutside(api, s)
	registerCoded(api, s)
	registerInterviews(api, s)
	registerTranscripts(api, s)
	registerComments(api, s)
	registerMasks(api, s)
	registerAnalyses(api, s)
	registerFindings(api, s)
	registerTopics(api, s)
}

package sample

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() fs.FS { return migrations }

// State is how a sample stands.
type State string

// The states.
const (
	StateNone     State = "none"
	StateLoading  State = "loading"
	StateLoaded   State = "loaded"
	StateRemoving State = "removing"
	StateFailed   State = "failed" // loading stopped; it may be loaded on or removed
)

// Amounts say how much a sample holds.
type Amounts struct {
	Answers   int `json:"answers"`
	Customers int `json:"customers"`
	Accounts  int `json:"accounts"`
	Events    int `json:"events"`
}

// Sample is something to look around with.
type Sample struct {
	Key       string  `json:"key" enum:"firm,answers"`
	Name      Text    `json:"name"`
	Shows     Text    `json:"shows" doc:"What there is to see in it, in one sentence."`
	Size      Amounts `json:"size" doc:"About."`
	State     State   `json:"state" enum:"none,loading,loaded,removing,failed"`
	Done      int64   `json:"done" doc:"Of total, while it is loaded or removed."`
	Total     int64   `json:"total" doc:"0 where how much there is to do is not known."`
	ProgramID string  `json:"program_id,omitempty" doc:"Where it is loaded, at least in part."`
}

// Keys of the samples.
const (
	FirmKey    = "firm"
	AnswersKey = "answers"
)

// firmProgram is the id of the firm's program wherever it is loaded; it stands
// before that of the survey, so that home begins with it.
const firmProgram = "00000000-0000-4000-8000-00000000b2b0"

// catalogue are the samples in the order in which they are offered.
func catalogue() []Sample {
	return []Sample{
		{
			Key: FirmKey, Name: Text{"An invented firm", "Une entreprise inventée"},
			Shows: Text{
				"A firm that serves 60 accounts: its purpose and objectives, people with roles and ties, projects and requests for help in two years, its touchpoints and what customers may expect there, interviews with findings and the measures that rest on them.",
				"Une entreprise au service de 60 comptes : sa raison d’être et ses objectifs, des contacts avec leurs rôles, deux ans de projets et de demandes d’aide, ses points de contact et ce que les clients peuvent y attendre, des entretiens avec leurs constats et les mesures qui en découlent.",
			},
			Size: Amounts{Answers: 2000, Customers: 290, Accounts: 60, Events: 6300}, State: StateNone,
		},
		{
			Key: AnswersKey, Name: Text{"An invented survey", "Une enquête inventée"},
			Shows: Text{
				"3,000 answers to one question, as they come from a file: what changed, where scores differ, and what people wrote.",
				"3 000 réponses à une question, comme elles viennent d’un fichier : ce qui a changé, où les notes diffèrent et ce que les gens ont écrit.",
			},
			Size: Amounts{Answers: 3000, Customers: 450, Accounts: 180}, State: StateNone,
		},
	}
}

package purpose

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

// Program is a customer-experience effort with a purpose, a population and an
// owner. It takes in answers whether it was started or not.
type Program struct {
	ID           string        `json:"id" format:"uuid"`
	Name         string        `json:"name"`
	Why          string        `json:"why" doc:"Why it is done, in one sentence, in the team's words."`
	Population   string        `json:"population" doc:"Which customers it is about."`
	OwnerID      string        `json:"owner_id,omitempty" doc:"Who answers for it: somebody who signs in."`
	OwnerName    string        `json:"owner_name,omitempty"`
	Outcomes     []Outcome     `json:"outcomes" nullable:"false" enum:"satisfaction,loyalty,advocacy" doc:"What it is to change for customers."`
	Wants        []Want        `json:"wants" nullable:"false" enum:"easier,solved_before_asked,worth_more" doc:"What customers want of it."`
	Returns      []Return      `json:"returns" nullable:"false" enum:"churn,lifetime_value,cross_sell,share_of_voice,referrals,inbound" doc:"What the company gets back. It stands second."`
	OnErasure    OnErasure     `json:"on_erasure" enum:"anonymise,remove" doc:"What becomes of a person's answers when the person is erased."`
	ErasureKeeps []ErasureKeep `json:"erasure_keeps" nullable:"false" enum:"texts,times" doc:"What an anonymised answer keeps beside its scores; nothing where empty: the words go, and of the time the day stays."`
	Synthetic    bool          `json:"synthetic" doc:"Holds invented sample data only."`
	CreatedAt    time.Time     `json:"created_at"`
	StartedAt    *time.Time    `json:"started_at,omitempty" doc:"Absent until it is started."`
	Version      int64         `json:"version"`
}

// DefaultName is the name of the program that the first import makes.
const DefaultName = "Customer feedback"

const (
	maxName       = 120
	maxWhy        = 4000
	maxPopulation = 1000
)

// nameKey is the name as it is compared: spaces collapsed, lower case.
func nameKey(name string) string { return strings.ToLower(cleanName(name)) }

func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// checked cleans the texts of p and says what is wrong with them.
func (p Program) checked() (Program, error) {
	p.Name, p.Why, p.Population = cleanName(p.Name), strings.TrimSpace(p.Why), strings.TrimSpace(p.Population)
	if p.Name == "" {
		return p, fault.Invalid("name", "Give the program a name.")
	}
	if len([]rune(p.Name)) > maxName {
		return p, fault.Invalid("name", "A program's name has at most 120 characters.")
	}
	if len([]rune(p.Why)) > maxWhy {
		return p, fault.Invalid("why", "The purpose has at most 4,000 characters.")
	}
	if len([]rune(p.Population)) > maxPopulation {
		return p, fault.Invalid("population", "The population is described in at most 1,000 characters.")
	}
	var errs [3]error
	p.Outcomes, errs[0] = chosen("outcomes", p.Outcomes, outcomes())
	p.Wants, errs[1] = chosen("wants", p.Wants, wants())
	p.Returns, errs[2] = chosen("returns", p.Returns, returns())
	for _, err := range errs {
		if err != nil {
			return p, err
		}
	}
	p, err := p.erasureChecked()
	if err != nil || p.StartedAt == nil {
		return p, err
	}
	return p, p.mayStart()
}

func numbered(name string, n int) string { return name + " " + strconv.Itoa(n) }

func nameTaken() *fault.Error {
	return fault.New(fault.CodeConflict, "There is a program of this name already.").With("name", "Choose another name.").Keyed("program.name_taken")
}

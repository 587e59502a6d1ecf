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

// Program is a customer-experience effort with a purpose.
type Program struct {
	ID        string    `json:"id" format:"uuid"`
	Name      string    `json:"name"`
	Why       string    `json:"why" doc:"Why it is done, in the team's words."`
	Synthetic bool      `json:"synthetic" doc:"Holds invented sample data only."`
	CreatedAt time.Time `json:"created_at"`
	Version   int64     `json:"version"`
}

// DefaultName is the name of the program that the first import makes.
const DefaultName = "Customer feedback"

const (
	maxName = 120
	maxWhy  = 4000
)

// nameKey is the name as it is compared: spaces collapsed, lower case.
func nameKey(name string) string { return strings.ToLower(cleanName(name)) }

func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// checked cleans the texts of p and says what is wrong with them.
func (p Program) checked() (Program, error) {
	p.Name, p.Why = cleanName(p.Name), strings.TrimSpace(p.Why)
	if p.Name == "" {
		return p, fault.Invalid("name", "Give the program a name.")
	}
	if len([]rune(p.Name)) > maxName {
		return p, fault.Invalid("name", "A program's name has at most 120 characters.")
	}
	if len([]rune(p.Why)) > maxWhy {
		return p, fault.Invalid("why", "The purpose has at most 4,000 characters.")
	}
	return p, nil
}

func numbered(name string, n int) string { return name + " " + strconv.Itoa(n) }

func nameTaken() *fault.Error {
	return fault.New(fault.CodeConflict, "There is a program of this name already.").With("name", "Choose another name.").Keyed("program.name_taken")
}

package collect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// guessSheet reads a table as a report does, with nothing said.
func guessSheet(t *testing.T, text string) *FactSheet {
	t.Helper()
	s, _, _, err := readSheet(t, text, SheetChoice{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// roleIs looks at one column.
func roleIs(t *testing.T, s *FactSheet, name string, role SheetRole, key string) {
	t.Helper()
	for _, c := range s.Columns {
		if c.Name != name {
			continue
		}
		keys := ""
		for _, r := range c.Why {
			keys += " " + strings.TrimPrefix(r.Key, "guess.")
		}
		if c.Role != role || !strings.Contains(keys+" ", " "+key+" ") {
			t.Errorf("%s: %s because of%s, want %s because of %s", name, c.Role, keys, role, key)
		}
		return
	}
	t.Errorf("no column %s", name)
}

// Reviews of seats: a day of travel beside the day of the answer, a day that
// was never set, and a title that repeats the airline.
func TestGuessDatesOfAReview(t *testing.T) {
	var b strings.Builder
	b.WriteString("airline,title,date,date_flown,overall_rating,legroom_rating\n")
	for i := range 120 {
		day := fmt.Sprintf("2015-%02d-%02d", 1+i%12, 1+i%28)
		if i < 3 {
			day = "1970-01-01"
		}
		line := "Line " + string(rune('A'+int(math.Sqrt(float64(i))))) // of 1, 3, 5 ... answers
		fmt.Fprintf(&b, "%s,%s customer review,%s,%02d-%02d-2015,%d,%d\n", line, line, day, 1+i%28, 1+i%12, 1+i%10, 1+i*7%5)
	}
	s, _, count, err := readSheet(t, b.String(), SheetChoice{})
	if err != nil {
		t.Fatal(err)
	}
	roleIs(t, s, "date", SheetTime, "zero_day")
	roleIs(t, s, "date_flown", SheetIgnore, "another_date")
	roleIs(t, s, "airline", SheetSegment, "groups")
	roleIs(t, s, "title", SheetIgnore, "same_as")
	if count.Dropped != 3 || count.Used != 117 || count.Rejects[0].Key != "time.missing" {
		t.Errorf("%+v", count)
	}
	named, _, _, err := readSheet(t, b.String(), SheetChoice{Segments: []string{"date_flown", "title"}})
	if err != nil {
		t.Fatal(err)
	}
	roleIs(t, named, "date_flown", SheetSegment, "named")
	roleIs(t, named, "title", SheetSegment, "named")
}

// Where days really go back to 1970 the first is a day like others.
func TestGuessFirstDay(t *testing.T) {
	s := guessSheet(t, "date,rating\n1970-01-01,4\n1970-01-02,5\n1971-03-04,2\n1972-03-04,1\n")
	for _, c := range s.Columns {
		if c.Role == SheetTime && len(c.Missing) > 0 {
			t.Errorf("left out: %v", c.Missing)
		}
	}
}

// Staff rate this and that, and some leave.
func TestGuessOutcomeOfStaff(t *testing.T) {
	var b strings.Builder
	b.WriteString("Attrition,JobSatisfaction,RoomSatisfaction,WorkLifeBalance,OverallSatisfaction\n")
	for i := range 90 {
		fmt.Fprintf(&b, "%s,%d,%d,%d,%d\n", []string{"Yes", "No", "No"}[i%3], 1+i%4, 1+i*3%4, 1+i*5%4, 1+i*7%4)
	}
	whole := b.String()
	s := guessSheet(t, whole)
	roleIs(t, s, "OverallSatisfaction", SheetScore, "rating")
	roleIs(t, s, "Attrition", SheetOutcome, "outcome")
	s = guessSheet(t, strings.ReplaceAll(whole, "OverallSatisfaction", "DeskSatisfaction"))
	roleIs(t, s, "Attrition", SheetScore, "score_outcome")
	for _, name := range []string{"JobSatisfaction", "RoomSatisfaction", "DeskSatisfaction"} {
		roleIs(t, s, name, SheetDriver, "rating")
	}
}

// Tables where nobody gave a score.
func TestGuessLastResort(t *testing.T) {
	tweets, labelled, complaints := "airline_sentiment,text\n", "label,text\n", "Product,Consumer disputed?,Timely?\n"
	for i := range 60 {
		tweets += fmt.Sprintf("%s,what was said in tweet %d\n", []string{"negative", "neutral", "positive"}[i%3], i)
		labelled += fmt.Sprintf("%d,what was said in text %d\n", i%2, i)
		complaints += fmt.Sprintf("%s,%s,%s\n", []string{"Loan", "Card"}[i%2], []string{"Yes", "No", "No"}[i%3], []string{"Yes", "No"}[i/2%2])
	}
	s := guessSheet(t, tweets)
	roleIs(t, s, "airline_sentiment", SheetScore, "score_feeling")
	roleIs(t, s, "text", SheetText, "comment")
	s = guessSheet(t, labelled)
	roleIs(t, s, "label", SheetScore, "score_only")
	if c := s.Columns[0]; c.Metric != "share" {
		t.Errorf("a label is read as %s", c.Metric)
	}
	s = guessSheet(t, complaints)
	roleIs(t, s, "Consumer disputed?", SheetScore, "outcome")
	roleIs(t, s, "Timely?", SheetSegment, "groups")
	_, _, _, err := readSheet(t, "a,b\nyes,no\nno,no\nyes,yes\nno,yes\n", SheetChoice{})
	if err == nil {
		t.Error("of two columns of yes and no neither is the only one")
	}
}

// French reviews rate in words, and not every one speaks of everything.
func TestGuessRatingsInWords(t *testing.T) {
	var b strings.Builder
	b.WriteString("Note\tRestaurant\tAvis\tPrix\tCuisine\n")
	for i := range 80 {
		word := []string{"Positive", "Négative", "Neutre", "NE"}
		fmt.Fprintf(&b, "%d\tChez %d\tUn avis assez long sur la soirée numéro %d\t%s\t%s\n", 1+i%5, i%9, i, word[i%4], word[i/2%4])
	}
	s := guessSheet(t, b.String())
	roleIs(t, s, "Note", SheetScore, "rating")
	roleIs(t, s, "Prix", SheetDriver, "words_of_scale")
	roleIs(t, s, "Cuisine", SheetDriver, "words_of_scale")
	if c := s.Columns[3]; c.Scale.Max != 3 || len(c.Missing) != 1 || c.Missing[0] != "NE" {
		t.Errorf("prices: %+v without %v", c.Scale, c.Missing)
	}
}

// An export of a survey tool: bare headings, a row of what was asked, and
// columns about the sending.
func TestGuessReadsWording(t *testing.T) {
	var b strings.Builder
	b.WriteString("V1,V6,V8,V9,V10,Q1,Q2_1,Q2_2,staff_a,Q5\n")
	b.WriteString("ResponseID,IPAddress,StartDate,EndDate,Finished,How do you rate the visit?,Please rate each-The food,Please rate each-The room,Please rate your satisfaction-Staff,How often do you come?\n")
	for i := range 40 {
		fmt.Fprintf(&b, "R_%d,10.0.0.%d,2016-05-27 10:45:%02d,2016-05-27 11:45:%02d,1,%d,%d,%d,%d,%d\n", i*7919+1000, i%9, i, i, 1+i%5, 1+i*3%5, 1+i*2%5, 1+i*7%5, 1+i%4)
	}
	s := guessSheet(t, b.String())
	roleIs(t, s, "V9", SheetTime, "date_of_answer")
	roleIs(t, s, "V8", SheetIgnore, "another_date")
	roleIs(t, s, "V6", SheetIgnore, "machine_place")
	roleIs(t, s, "V10", SheetIgnore, "technical")
	roleIs(t, s, "staff_a", SheetScore, "rating")
	for _, name := range []string{"Q1", "Q2_1", "Q2_2"} {
		roleIs(t, s, name, SheetDriver, "rating")
	}
	roleIs(t, s, "Q5", SheetSegment, "groups")
}

// A question with "no" in it is no number of a row.
func TestGuessQuestionIsNoKey(t *testing.T) {
	s := guessSheet(t, "Q1_4,Q2\nThere is no queue at the desk when I come,How do you rate it?\n1,2\n5,3\n2,5\n7,1\n6,4\n")
	roleIs(t, s, "Q1_4", SheetSegment, "groups")
}

// Shops number a customer anew with each order, and once for good.
func TestGuessUniqueCustomer(t *testing.T) {
	var b strings.Builder
	b.WriteString("customer_id,customer_unique_id,review_score\n")
	for i := range 60 {
		fmt.Fprintf(&b, "o%d,c%d,%d\n", i, i/2, 1+i%5)
	}
	s := guessSheet(t, b.String())
	roleIs(t, s, "customer_unique_id", SheetID, "customer")
	roleIs(t, s, "customer_id", SheetIgnore, "second_customer")
}

// A slip of the pen is no end of a scale; a 0 that nobody gave could have been
// given.
func TestGuessScaleOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var long, bank strings.Builder
	long.WriteString("RESPNUM_FK,question_code,rating_value\n")
	for i := range 3000 {
		value := 1 + r.IntN(5)
		if i == 1500 || i == 2500 {
			value = 9 + i/2500
		}
		fmt.Fprintf(&long, "%d,Q7_%d,%d.0\n", i/10, i%10, value)
	}
	s := guessSheet(t, long.String())
	if c := s.Columns[2]; c.Role != SheetScore || c.Scale.Max != 5 || c.Metric != "mean" || len(c.Missing) != 2 {
		t.Errorf("ratings are %s %+v without %v", c.Metric, c.Scale, c.Missing)
	}
	roleIs(t, s, "RESPNUM_FK", SheetID, "customer")
	bank.WriteString("satisfaction,price_rating,desk_rating,clerk_rating,hours_rating\n")
	for i := range 110 {
		fmt.Fprintf(&bank, "%d,%d,%d,%d,%d\n", i%11, i*3%11, i*5%11, i*7%11, 3+i%8)
	}
	s = guessSheet(t, bank.String())
	roleIs(t, s, "hours_rating", SheetDriver, "scale_like_others")
	if c := s.Columns[4]; c.Scale.Min != 0 || c.Scale.Max != 10 {
		t.Errorf("hours: %+v", c.Scale)
	}
}

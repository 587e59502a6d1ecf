package collect

import "time"

// EventInput is something that happened, as a client sends it.
type EventInput struct {
	ID            string         `json:"id" format:"uuid" doc:"Made by the client; sending it again with the same content changes nothing."`
	Name          string         `json:"name" minLength:"1" maxLength:"120" doc:"What happened: order_delivered."`
	At            *time.Time     `json:"at,omitempty" doc:"When; absent: now. At most a day ahead."`
	CustomerKey   string         `json:"customer_key,omitempty" maxLength:"200"`
	AccountKey    string         `json:"account_key,omitempty" maxLength:"200"`
	UnitKey       string         `json:"unit_key,omitempty" maxLength:"200"`
	TouchpointKey string         `json:"touchpoint_key,omitempty" maxLength:"200"`
	Properties    map[string]any `json:"properties,omitempty"`
}

// EventsInput is many events at once.
type EventsInput struct {
	Events []EventInput `json:"events" minItems:"1" maxItems:"1000" nullable:"false"`
}

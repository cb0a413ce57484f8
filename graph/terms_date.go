package graph

import "strings"

// DatePrecision is how exactly a date is known.
type DatePrecision string

// Precisions of dates.
const (
	PrecisionDay      DatePrecision = "DAY"
	PrecisionMonth    DatePrecision = "MONTH"
	PrecisionYear     DatePrecision = "YEAR"
	PrecisionInterval DatePrecision = "INTERVAL"
)

// DatePrecisions are the levels of EDTF that ParseDate reads.
var DatePrecisions = Terms[DatePrecision, Unclassed]{
	{Name: PrecisionDay, Label: "To the day", VerbPhrase: "is known to the day", Standard: edtf,
		Description: "The day is known. Example: 2025-06-27."},
	{Name: PrecisionMonth, Label: "To the month", VerbPhrase: "is known to the month", Standard: edtf,
		Description: "The month is known, and not the day. Example: 2025-06."},
	{Name: PrecisionYear, Label: "To the year", VerbPhrase: "is known to the year", Standard: edtf,
		Description: "The year alone is known. Example: 2025."},
	{Name: PrecisionInterval, Label: "Within an interval", VerbPhrase: "is known to lie within an interval", Standard: edtf,
		Description: "Some time from the one date to the other, either of which may be open. Example: 2025-06-27/2025-06-30."},
}

// Precision is how exactly a date is known, "" for an unknown one. What is approximate may be known to the day: "about 27 June".
func (d Date) Precision() DatePrecision {
	switch text := strings.TrimRight(d.Text, "~?%"); {
	case text == "":
		return ""
	case strings.Contains(text, "/"):
		return PrecisionInterval
	default:
		return []DatePrecision{PrecisionYear, PrecisionMonth, PrecisionDay}[strings.Count(text, "-")]
	}
}

// Approximate reports whether a date, or an end of it, is one of which the source says "about" (~ or %).
func (d Date) Approximate() bool { return strings.ContainsAny(d.Text, "~%") }

// Uncertain reports whether a date, or an end of it, is doubted (? or %).
func (d Date) Uncertain() bool { return strings.ContainsAny(d.Text, "?%") }

// Package datetext writes dates for people to read: "27 June 2025", "about June 2025", "27 to 30 June 2025". A locale is a row of
// a table (locales.go). The names of months and the patterns are those of Unicode CLDR; golang.org/x/text has no dates.
package datetext

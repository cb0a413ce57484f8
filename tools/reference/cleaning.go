package main

import "strings"

// spellings are other ways in which the table writes a body.
var spellings = map[string]string{
	"Australian Group": "Australia Group", "CABEI": "BCIE", "C": "Commonwealth of Nations", "EEU": "EAEU", "EITI (compliant country)": "EITI",
	"Francophonie": "OIF", "G- 9": "G-9", "ICCT": "ICCt", "UNSC": "UN Security Council", "WBG": "World Bank Group",
}

// given are names of bodies that another built-in dataset gives; the abbreviation becomes an alias.
var given = map[string]string{"CIS": "Commonwealth of Independent States", "EAEU": "Eurasian Economic Union"}

// member has the statuses that are membership. Taiwan is a member of some bodies as Chinese Taipei.
var member = words("|permanent|regional|nonregional member|nonregional members|Chinese Taipei")

// notOfStates are bodies whose members are associations within a country, or its central bank.
var notOfStates = words("BIS|ECB|FIFA|GCTU|ICC|ICRM|IFRCS|IOC|IPU|ISO|ITUC|WFTU")

// notBodies are missions, which have contributors, programmes, which have a board, and agreements, which have parties.
var notBodies = words("none|ATMIS|MINURCAT|MINURSO|MINUSCA|MINUSMA|MINUSTAH|MNJTF|MONUSCO|UNAMA|UNAMID|UNDOF|UNFICYP|" +
	"UNIFIL|UNISFA|UNMHA|UNMIL|UNMIS|UNMISS|UNMIT|UNMOGIP|UNOCI|UNSMIL|UNSOM|UNSOS|UNTSO|UNVIM|" +
	"UNDP|UNFPA|UNHCR|UNICEF|UNITAR|UNOOSA|UNOPS|UNRWA|UNEP|WFP|" +
	"CARIBCAN|EPA|FZ|Petrocaribe|Schengen Convention|Sparteca|USMCA|Wassenaar Arrangement")

// ambiguous are abbreviations that the table gives two bodies.
var ambiguous = words("G-5")

// electedBodies have members for a term, which the table does not date. Of the Security Council it tells who is permanent.
var electedBodies = words("UNHRC")

// noMore are bodies that were dissolved or gave way to another.
var noMore = map[string]string{
	"CSN":   "gave way to UNASUR in 2008",
	"EAEC":  "dissolved at the end of 2014",
	"G-8":   "met for the last time in 2013; since Russia was suspended in 2014 it is the G-7",
	"NAFTA": "gave way to the USMCA in 2020",
	// https://observalinguaportuguesa.org/dissolucao-do-secretariado-geral-da-uniao-latina/
	"Union Latina": "ended its work in 2012, when its secretariat was dissolved",
}

// fragments are bodies of many members of which the table has a few: nine of the AIIB's, which has more than a hundred.
var fragments = words("AIIB")

// ended are memberships that ended with another, that of the European Union.
var ended = map[[2]string]string{{"GBR", "EIB"}: "left in 2020"}

// fewest is how many members a body needs for its list to be more than a fragment.
const fewest = 3

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(list, "|") {
		m[w] = true
	}
	return m
}

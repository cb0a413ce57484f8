package datetext

// Locale has what a language writes dates with. Patterns are those of CLDR: d is the day, M the number of the month, MMMM its name
// beside a day, LLLL its name by itself, y the year; what stands between quotation marks is written as it is. In a pattern of
// an interval, the end begins where a part stands for the second time.
type Locale struct {
	months string // beside a day, January to December, parted by spaces
	alone  string // without a day; "" where it is the same

	day, month, year string
	// Intervals of days in the same month, in the same year and in different years.
	daysOfMonth, daysOfYear, days string
	// Intervals of months in the same year and in different years, and of years.
	monthsOfYear, monthsOfYears, years string

	between string // the start {0} and the end {1} of any other interval
	about   string // {0} is approximate
	unknown string // no date is known
}

// uncertain stands after a date that its source doubts, in every language.
const uncertain = " (?)"

// open stands for the end of an interval that has none, in every language.
const open = "…"

// locales are by the tag of the language, or of a language in a region that writes otherwise. From Unicode CLDR 48 (npm package
// cldr-dates-full 48.2.0, ca-gregorian.json: months wide, dateFormats long, availableFormats yMMMM and y, intervalFormats yMMMd with
// the month in full, yMMMM and y). "en" is CLDR's en-001 with "to" in intervals. about and unknown are Demarche's own.
var locales = map[string]*Locale{
	"en": {
		months: "January February March April May June July August September October November December",
		day:    "d MMMM y", month: "MMMM y", year: "y",
		daysOfMonth: "d 'to' d MMMM y", daysOfYear: "d MMMM 'to' d MMMM y", days: "d MMMM y 'to' d MMMM y",
		monthsOfYear: "MMMM 'to' MMMM y", monthsOfYears: "MMMM y 'to' MMMM y", years: "y 'to' y",
		between: "{0} to {1}", about: "about {0}", unknown: "date unknown",
	},
	"en-US": {
		months: "January February March April May June July August September October November December",
		day:    "MMMM d, y", month: "MMMM y", year: "y",
		daysOfMonth: "MMMM d–d, y", daysOfYear: "MMMM d – MMMM d, y", days: "MMMM d, y – MMMM d, y",
		monthsOfYear: "MMMM – MMMM y", monthsOfYears: "MMMM y – MMMM y", years: "y–y",
		between: "{0} – {1}", about: "about {0}", unknown: "date unknown",
	},
	"ar": {
		months: "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		day:    "d MMMM y", month: "MMMM y", year: "y",
		daysOfMonth: "d–d MMMM y", daysOfYear: "d MMMM – d MMMM y", days: "d MMMM y – d MMMM y",
		monthsOfYear: "MMMM – MMMM y", monthsOfYears: "MMMM y – MMMM y", years: "y–y",
		between: "{0} – {1}", about: "حوالي {0}", unknown: "تاريخ غير معروف",
	},
	"az": {
		months: "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
		day:    "d MMMM y", month: "MMMM y", year: "y",
		daysOfMonth: "d–d MMMM y", daysOfYear: "d MMMM – d MMMM y", days: "d MMMM y – d MMMM y",
		monthsOfYear: "MMMM–MMMM y", monthsOfYears: "MMMM y – MMMM y", years: "y–y",
		between: "{0} – {1}", about: "təxminən {0}", unknown: "tarix məlum deyil",
	},
	"de": {
		months: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		day:    "d. MMMM y", month: "MMMM y", year: "y",
		daysOfMonth: "d.–d. MMMM y", daysOfYear: "d. MMMM – d. MMMM y", days: "d. MMMM y – d. MMMM y",
		monthsOfYear: "MMMM–MMMM y", monthsOfYears: "MMMM y – MMMM y", years: "y–y",
		between: "{0} – {1}", about: "etwa {0}", unknown: "Datum unbekannt",
	},
	"es": {
		months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		day:    "d 'de' MMMM 'de' y", month: "MMMM 'de' y", year: "y",
		daysOfMonth: "d–d 'de' MMMM 'de' y", daysOfYear: "d 'de' MMMM – d 'de' MMMM 'de' y", days: "d 'de' MMMM 'de' y – d 'de' MMMM 'de' y",
		monthsOfYear: "MMMM–MMMM 'de' y", monthsOfYears: "MMMM 'de' y – MMMM 'de' y", years: "y–y",
		between: "{0} – {1}", about: "hacia {0}", unknown: "fecha desconocida",
	},
	"fr": {
		months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		day:    "d MMMM y", month: "MMMM y", year: "y",
		daysOfMonth: "d–d MMMM y", daysOfYear: "d MMMM – d MMMM y", days: "d MMMM y – d MMMM y",
		monthsOfYear: "MMMM – MMMM y", monthsOfYears: "MMMM y – MMMM y", years: "y–y",
		between: "{0} – {1}", about: "vers {0}", unknown: "date inconnue",
	},
	"ru": {
		months: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		alone:  "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
		day:    "d MMMM y 'г'.", month: "LLLL y 'г'.", year: "y",
		daysOfMonth: "d–d MMMM y 'г'.", daysOfYear: "d MMMM – d MMMM y 'г'.", days: "d MMMM y 'г'. – d MMMM y 'г'.",
		monthsOfYear: "LLLL – LLLL y 'г'.", monthsOfYears: "LLLL y 'г'. – LLLL y 'г'.", years: "y–y",
		between: "{0} – {1}", about: "примерно {0}", unknown: "дата неизвестна",
	},
	"tr": {
		months: "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
		day:    "d MMMM y", month: "MMMM y", year: "y",
		daysOfMonth: "d–d MMMM y", daysOfYear: "d MMMM – d MMMM y", days: "d MMMM y – d MMMM y",
		monthsOfYear: "MMMM – MMMM y", monthsOfYears: "MMMM y – MMMM y", years: "y–y",
		between: "{0} – {1}", about: "yaklaşık {0}", unknown: "tarih bilinmiyor",
	},
	"uk": {
		months: "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		alone:  "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
		day:    "d MMMM y 'р'.", month: "LLLL y 'р'.", year: "y",
		daysOfMonth: "d–d MMMM y 'р'.", daysOfYear: "d MMMM – d MMMM y 'р'.", days: "d MMMM y – d MMMM y 'рр'.",
		monthsOfYear: "LLLL – LLLL y 'р'.", monthsOfYears: "LLLL y – LLLL y 'рр'.", years: "y–y",
		between: "{0} – {1}", about: "приблизно {0}", unknown: "дата невідома",
	},
	"zh": {
		day: "y年M月d日", month: "y年M月", year: "y年",
		daysOfMonth: "y年M月d日–d日", daysOfYear: "y年M月d日–M月d日", days: "y年M月d日–y年M月d日",
		monthsOfYear: "y年M月–M月", monthsOfYears: "y年M月–y年M月", years: "y–y年",
		between: "{0} – {1}", about: "约{0}", unknown: "日期不详",
	},
}

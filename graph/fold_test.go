package graph

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain stays", "maria zakharova 2025", "maria zakharova 2025"},
		{"case", "Maria ZAKHAROVA", "maria zakharova"},
		{"punctuation is one space", "  Azerbaijan--Russia (crisis), 2025! ", "azerbaijan russia crisis 2025"},
		{"only punctuation", " -- ", ""},
		{"line breaks", "a\r\n\tb", "a b"},
		{"apostrophes", "Azerbaijan's Azerbaijan’s Azerbaijanʼs", "azerbaijans azerbaijans azerbaijans"},
		{"apostrophes of transliteration", "Oʻzbekiston O`zbekiston O´zbekiston ʿAbd al-Qurʾān", "ozbekiston ozbekiston ozbekiston abd al quran"},
		{"curly quotes around words", "“correctly ‘understand’”", "correctly understand"},
		{"accents", "Québec São Tomé Čapek Việt Nam", "quebec sao tome capek viet nam"},
		{"accents, decomposed", "Que\u0301bec", "quebec"},
		{
			"Azerbaijani",
			"Əliyev İlham Ağdam Şuşa Çingiz Gəncə Ölü Üzeyir ISMAYIL ısmayıl",
			"eliyev ilham agdam susa cingiz gence olu uzeyir ismayil ismayil",
		},
		{"Turkish i is one letter", "İIıi i\u0307", "iiii i"},
		{"plain stand-ins", "Straße STRASSE Łódź Đặng Øresund Ærø Œuvre Þór Ħamrun", "strasse strasse lodz dang oresund aero oeuvre thor hamrun"},
		{"capital sharp s", "GROẞ", "gross"},
		{"ligatures and widths", "ﬁnance Ｂａｋｕ № ²½", "finance baku no 21 2"},
		{"Cyrillic", "Захарова Горбачёв Российский Київ Ґонґадзе М'який", "захарова горбачев россиискии киів гонгадзе мякии"},
		{"Cyrillic, decomposed", "и\u0306 е\u0308", "и е"},
		{"Greek", "Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "οδυσσευσ οδυσσευσ"},
		{"Armenian and Georgian", "Երևան ᲗᲑᲘᲚᲘᲡᲘ თბილისი", "երեւան თბილისი თბილისი"},
		{"Arabic, vowels and stretching", "مُحَمَّد محـــمد", "محمد محمد"},
		{"Arabic and Persian keyboards", "علی علي ایران إيران", "علي علي ايران ايران"},
		{"Persian joiner", "می\u200cخواهم", "ميخواهم"},
		{"Hebrew vowels", "שָׁלוֹם", "שלום"},
		{"Han, a word each", "阿塞拜疆2025年", "阿 塞 拜 疆 2025 年"},
		{"Han zero", "二〇二五年", "二 〇 二 五 年"},
		{"kana keep voicing", "がく かく ｶﾞｽ パン", "が く か く ガ ス パ ン"},
		{"kana among letters", "JR東日本とNTT", "jr 東 日 本 と ntt"},
		{"Hangul stays whole", "대한민국 외교부", "대한민국 외교부"},
		{"Hangul, decomposed", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"},
		{"Hangul filler is invisible", "한\u3164국", "한국"},
		{"invisible characters", "\ufeffAzer\u00adbai\u200djan\u200e", "azerbaijan"},
		{"zero-width space parts", "a\u200bb", "a b"},
		{"no-break space parts", "Bangladesh\u00a0", "bangladesh"},
		{"emoji", "peace 🕊️ now", "peace now"},
		{"broken UTF-8", "a\xffb\xc3", "a b"},
		{"broken UTF-8 before an accent", strings.Repeat("0", 31) + "\xf7Į", strings.Repeat("0", 31) + " i"},
		{"only a mark", "\u0301", ""},
		{"mark first", "\u0301a", "a"},
		{"voicing without kana", "a\u3099b", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
			checkFolded(t, tt.in)
		})
	}
}

func TestTokens(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"", nil},
		{" – ", nil},
		{"Azerbaijan’s Ministry of Culture", []string{"azerbaijans", "ministry", "of", "culture"}},
		{"東京 Tower", []string{"東", "京", "tower"}},
	}
	for _, tt := range tests {
		if got := Tokens(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("Tokens(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := Tokens(Fold(tt.in)); !slices.Equal(got, tt.want) {
			t.Errorf("Tokens of the folded %q = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Every character of the planes in use, alone and inside words, in all its cases.
func TestFoldEveryCharacter(t *testing.T) {
	planes := [][2]rune{{0, 0xD7FF}, {0xF900, 0x1FFFF}, {0x2F800, 0x2FA1F}, {0xE0000, 0xE0FFF}} // no surrogates, no private use
	for _, plane := range planes {
		for r := plane[0]; r <= plane[1]; r++ {
			checkFolded(t, string(r))
			checkFolded(t, "a"+string(r)+"\u1112"+string(r)+"\u1161か"+string(r)+"\u3099")
			other := unicode.SimpleFold(r)
			if classify(r) != mark && classify(other) != mark && Fold(string(r)) != Fold(string(other)) {
				t.Errorf("%q folds to %q, but its other case %q to %q", r, Fold(string(r)), other, Fold(string(other)))
			}
		}
	}
}

func TestFoldOfFoldedTextCopiesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Fold("ministry of culture") }); n > 1 {
		t.Errorf("%v allocations, want the scratch space alone", n)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Baku’s", "Əliyev", "が\u3099", "\u1112\u0301\u1161", "a\xff'b", "´ ½ ㈱ ﷺ", "阿-ー々", "ǅ ŉ ᾳ İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFolded(t, s) })
}

// checkFolded checks what holds for every text: the result is stable and made of letters, digits and single spaces.
func checkFolded(t *testing.T, in string) {
	t.Helper()
	got := Fold(in)
	if again := Fold(got); again != got {
		t.Errorf("Fold(%q) = %q, folded again %q", in, got, again)
	}
	if !utf8.ValidString(got) {
		t.Errorf("Fold(%q) = %q is not UTF-8", in, got)
	}
	if strings.Trim(got, " ") != got || strings.Contains(got, "  ") {
		t.Errorf("Fold(%q) = %q has spaces beyond one between words", in, got)
	}
	for _, r := range got {
		if r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Nl, r) {
			t.Errorf("Fold(%q) = %q holds %q, no letter or digit", in, got, r)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"ASCII", "The Russian embassy has raised the issue with the Foreign Ministry"},
		{"folded", "the russian embassy has raised the issue with the foreign ministry"},
		{"Azerbaijani", "Azərbaycan Respublikasının Xarici İşlər Nazirliyi açıqlama yaydı"},
		{"Russian", "Официальный представитель Министерства иностранных дел России"},
		{"Han", "阿塞拜疆共和国外交部发言人"},
		{"Hangul", "아제르바이잔 공화국 외무부 대변인"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.text)))
			b.ReportAllocs()
			for b.Loop() {
				Fold(bb.text)
			}
		})
	}
}

package webhooks

import (
	"fmt"
	"strings"
	"testing"
)

// The example of the specification: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.
func TestSignatureOfTheSpecification(t *testing.T) {
	secrets, err := ParseSecrets(testSecret + "\n" + NewSecret() + "\n")
	if err != nil || len(secrets) != 2 {
		t.Fatal(len(secrets), err)
	}
	got := signatures(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, []byte(`{"test": 2432232314}`))
	first, second, _ := strings.Cut(got, " ")
	if first != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" || !strings.HasPrefix(second, "v1,") {
		t.Error(got)
	}
	text := fmt.Sprintf("%v %+v %#v %s", secrets[0], secrets, secrets[0], secrets[0])
	if text != "(secret) [(secret) (secret)] (secret) (secret)" {
		t.Error(text)
	}
}

func TestSecretsAreRefused(t *testing.T) {
	for _, text := range []string{"", " \n", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
		testSecret + " secret", "whsec_" + strings.Repeat("MfKQ", 30)} {
		if _, err := ParseSecrets(text); err == nil || strings.Contains(err.Error(), "MfKQ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for url, right := range map[string]bool{
		"https://example.org/hook?x=1": true, "http://127.0.0.1:9000/": true, "http://[::1]/": true, "http://localhost/x": true,
		"http://example.org/": false, "http://10.0.0.1/": false, "ftp://example.org/": false, "example.org": false, "": false,
		"https://": false, "https://token@example.org/": false, "http://127.0.0.1.example.org/": false,
	} {
		err := CheckURL("desk", url)
		if (err == nil) != right || err != nil && strings.Contains(err.Error(), "token") {
			t.Errorf("%s: %v", url, err)
		}
	}
	for name, right := range map[string]bool{
		"desk": true, "desk-2": true, "": false, "Desk": false, "-": false, strings.Repeat("a", 41): false,
	} {
		if err := CheckName(name); (err == nil) != right {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := ParseType("answer"); err == nil || !strings.Contains(err.Error(), "answer.new") {
		t.Error(err)
	}
}

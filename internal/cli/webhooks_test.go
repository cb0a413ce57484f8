package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What a command loads into a store is told to the webhooks of a server that has it open. The hook stands in a file, its secret in
// another or in the environment, and neither is logged.
func TestALoadReachesWebhooks(t *testing.T) {
	home(t)
	told := make(chan string, 1000)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var p struct{ Type string }
		body, _ := io.ReadAll(r.Body)
		if json.Unmarshal(body, &p) != nil || !strings.HasPrefix(r.Header.Get("webhook-signature"), "v1,") {
			t.Errorf("%v %s", r.Header, body)
		}
		told <- p.Type
	}))
	defer receiver.Close()
	_, secret, _ := run(t, "webhook", "secret")
	dir := t.TempDir()
	config, file, store := filepath.Join(dir, "demarche.yaml"), filepath.Join(dir, "secret"), "sqlite:"+filepath.Join(dir, "x.db")
	hooks := "webhook: [desk=" + receiver.URL + "/a-b-c, desk-2=" + receiver.URL + "]\n"
	for name, text := range map[string]string{file: secret, config: hooks +
		"webhook-secret: [desk=" + file + "]\nwebhook-event: [desk=answer.new, desk-2=contradiction.new]\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("DEMARCHE_WEBHOOK_SECRET_DESK_2", secret)
	printed, stop := serving(t, "--config", config, "--store", store, "--log-level", "debug")
	if code, out, errs := run(t, "seed", "--store", store); code != 0 {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	for seen := map[string]bool{}; len(seen) < 2; {
		select {
		case kind := <-told:
			seen[kind] = true
		case <-time.After(time.Minute):
			t.Fatalf("told %v", seen)
		}
	}
	if code := stop(); code != 0 || strings.Contains(printed, "whsec_") || strings.Contains(printed, "a-b-c") {
		t.Errorf("%d %s", code, printed)
	}
}

func TestServeRefusesWebhooks(t *testing.T) {
	home(t)
	file := filepath.Join(t.TempDir(), "secret")
	good := file + "-good"
	for name, text := range map[string]string{file: "whsec_hush", good: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const hook = "--webhook=desk=https://example.org/"
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{hook}, "'demarche webhook secret > FILE' makes one; give it as --webhook-secret desk=FILE, or in DEMARCHE_WEBHOOK_SECRET_DESK"},
		{[]string{hook, "--webhook-secret=desk=" + file}, "24 to 64 bytes"},
		{[]string{hook, "--webhook-secret=desk=" + file + "x"}, "no such file"},
		{[]string{hook, "--webhook-secret=whsec_hush"}, "a file that has the secret and not the secret itself"},
		{[]string{hook, "--webhook-secret=desk=" + good, "--webhook-secret=other=" + file}, "which no --webhook makes"},
		{[]string{"--webhook=https://example.org/"}, "NAME=URL"},
		{[]string{"--webhook=Desk=https://example.org/"}, "small letters"},
		{[]string{"--webhook=desk"}, "NAME=URL"},
		{[]string{"--webhook=desk=http://example.org/"}, "write https://"},
		{[]string{hook, "--read-only"}, "leave out --read-only or --recorded"},
		{[]string{hook, "--recorded=1"}, "leave out --read-only or --recorded"},
	} {
		code, _, errs := run(t, append([]string{"serve", "--store", "sqlite:" + file + ".db", "--addr", "127.0.0.1:0"}, c.args...)...)
		if code == 0 || !strings.Contains(errs, c.says) || strings.Contains(errs, "hush") {
			t.Errorf("%v: %d %s", c.args, code, errs)
		}
	}
	t.Setenv("DEMARCHE_WEBHOOK_SECRET_DESK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	for says, args := range map[string][]string{
		"there are two webhooks desk": {hook, hook}, `"answer" is no event`: {hook, "--webhook-event=desk=answer"},
	} {
		if code, _, errs := run(t, append([]string{"serve", "--store", "sqlite::memory:", "--addr", "127.0.0.1:0"}, args...)...); code == 0 ||
			!strings.Contains(errs, says) {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
}

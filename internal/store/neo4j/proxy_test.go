package neo4j

import (
	"io"
	"net"
	"sync"
	"testing"
)

// proxy stands between a store and its server, and can take the server away.
type proxy struct {
	target, address string
	keeps           bool // the server does not hear that a client has gone

	mu       sync.Mutex
	hears    func(text string) // what clients send, before it goes on; nil is nobody
	listener net.Listener      // nil while the server is away
	open     []net.Conn
}

// newProxy makes one for the server at target, which is away at first.
func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	p := &proxy{target: target, address: l.Addr().String()}
	t.Cleanup(p.leave)
	return p
}

// come lets clients reach the server.
func (p *proxy) come(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp", p.address)
	if err != nil {
		t.Error(err)
		return
	}
	p.mu.Lock()
	p.listener = l
	p.mu.Unlock()
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", p.target)
			if err != nil {
				_ = in.Close()
				continue
			}
			p.mu.Lock()
			p.open = append(p.open, in, out)
			p.mu.Unlock()
			go func() {
				_, _ = io.Copy(io.MultiWriter(ear{p}, out), in)
				if !p.keeps {
					_ = out.Close()
				}
			}()
			go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
		}
	}()
}

// ear tells what clients send.
type ear struct{ *proxy }

func (e ear) Write(text []byte) (int, error) {
	e.mu.Lock()
	hears := e.hears
	e.mu.Unlock()
	if hears != nil {
		hears(string(text))
	}
	return len(text), nil
}

// hear has what clients send from now on told to f.
func (p *proxy) hear(f func(text string)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hears = f
}

// leave ends all connections, and takes no more.
func (p *proxy) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listener != nil {
		_ = p.listener.Close()
	}
	for _, c := range p.open {
		_ = c.Close()
	}
	p.listener, p.open = nil, nil
}

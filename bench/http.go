package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// requestOf is a POST of a GraphQL question as it goes over the wire, with further headers, such as "Name: value".
func requestOf(address *url.URL, text string, variables map[string]any, headers ...string) []byte {
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	if err != nil {
		panic(err) // texts in maps
	}
	headers = append(headers, "Content-Type: application/json", fmt.Sprint("Content-Length: ", len(body)))
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n%s",
		address.Path, address.Host, strings.Join(headers, "\r\n"), body)
}

// conn is one kept-alive connection. It reads as little of HTTP as these servers speak, for a generator of load
// should cost little: it shares the machine with what it measures.
type conn struct {
	net.Conn
	in   *bufio.Reader
	body []byte
}

func dial(address *url.URL) (*conn, error) {
	c, err := net.Dial("tcp", address.Host)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, in: bufio.NewReaderSize(c, 64<<10)}, nil
}

var errNoAnswer = errors.New("not a GraphQL answer")

// ask sends a request and gives the body of the answer, which the next call overwrites.
func (c *conn) ask(request []byte) ([]byte, error) {
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return nil, err
	}
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	status, err := c.in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	ok := bytes.HasPrefix(status, []byte("HTTP/1.1 200"))
	length, err := c.headers()
	if err != nil {
		return nil, err
	}
	c.body = c.body[:0]
	if length >= 0 {
		err = c.read(length)
	} else {
		err = c.chunks()
	}
	if err == nil && (!ok || !bytes.HasPrefix(c.body, []byte(`{"data":{`))) {
		err = fmt.Errorf("%w: %.300s", errNoAnswer, c.body)
	}
	return c.body, err
}

// headers gives the length of the body, -1 for one in chunks.
func (c *conn) headers() (int, error) {
	length := -1
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		name, v, _ := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(":"))
		if len(name) == 0 {
			return length, nil
		}
		if bytes.EqualFold(name, []byte("content-length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return 0, err
			}
		}
	}
}

func (c *conn) read(n int) error {
	at := len(c.body)
	c.body = append(c.body, make([]byte, n)...)
	_, err := io.ReadFull(c.in, c.body[at:])
	return err
}

func (c *conn) chunks() error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if err := c.read(int(size)); err != nil {
			return err
		}
		if _, err := c.in.Discard(2); err != nil || size == 0 {
			return err
		}
	}
}

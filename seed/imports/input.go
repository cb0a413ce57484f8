package imports

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"hash"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

// maxLine bounds a line, in bytes. The longest lines of real event files have some thousand.
const maxLine = 1 << 20

// freeInflation is how many bytes any compressed file may unpack to. Beyond that it may unpack to maxInflation times its
// size: event files compress to about a tenth, zip bombs to far less than a hundredth. Tests lower it.
var freeInflation int64 = 256 << 20

const maxInflation = 100

// position is a line of a file.
type position struct {
	File string
	Line int
}

// damage is the error for a fault that makes the whole file unusable. Columns count characters from 1.
func (p position) damage(column int, f graph.Fault) error {
	return seed.Problems{{At: seed.InFile(p.File, p.Line, column), Fault: f}}
}

// fetchAgain is the remedy for a file that was damaged on its way.
const fetchAgain = "fetch it again"

// input reads files, and standard input, line by line.
type input struct {
	stdin  io.Reader
	dir    string         // of temporary files, for a zip archive from a pipe
	sum    hash.Hash      // of all lines
	onRead func(size int) // is called with the number of bytes read, compressed if the file is
}

// lines yields each line of a file without its line end. It recognises gzip and zip by the first bytes.
func (in *input) lines(name string, yield func(position, string) error) error {
	f := io.NopCloser(in.stdin)
	if name == "-" {
		name = "stdin"
	} else if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() && info.Mode()&os.ModeNamedPipe == 0 {
		return position{name, 1}.damage(1, graph.RuleFile.Fault("cannot be read").
			WithRemedy("it should be a file that you may read, or - for standard input"))
	} else if f, err = os.Open(name); err != nil {
		return position{name, 1}.damage(1, graph.RuleFile.Fault("cannot be read").WithRemedy("it should be a file that you may read"))
	}
	defer func() { _ = f.Close() }()
	counted := &counter{r: f, onRead: in.onRead}
	r := bufio.NewReaderSize(counted, 256<<10)
	magic, _ := r.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(r)
		if err != nil {
			return readFailure(position{name, 1}, err)
		}
		return in.text(name, &bounded{r: z, packed: func() int64 { return counted.n }}, yield)
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return in.zip(name, f, r, yield)
	}
	return in.text(name, r, yield)
}

// zip yields the lines of each file in an archive.
func (in *input) zip(name string, f io.ReadCloser, r io.Reader, yield func(position, string) error) error {
	file, seekable := f.(*os.File)
	if info, err := os.Stat(name); !seekable || err != nil || !info.Mode().IsRegular() {
		spool, err := os.CreateTemp(in.dir, "zip-*")
		if err != nil {
			return err
		}
		defer func() { _ = spool.Close(); _ = os.Remove(spool.Name()) }()
		if _, err := io.Copy(spool, r); err != nil {
			return err
		}
		file = spool
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(file, info.Size())
	if err != nil {
		return readFailure(position{name, 1}, err)
	}
	if len(archive.File) > 10_000 {
		return position{name, 1}.damage(1, graph.RuleFile.Fault("holds %d files", len(archive.File)).
			WithRemedy("give an archive of at most 10000"))
	}
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		inner := name + "/" + printable(entry.Name)
		open, err := entry.Open()
		if err != nil {
			return readFailure(position{inner, 1}, err)
		}
		packed := int64(entry.CompressedSize64)
		err = in.text(inner, &bounded{r: open, packed: func() int64 { return packed }}, yield)
		_ = open.Close()
		if in.onRead != nil {
			in.onRead(int(packed))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// text yields each line of a text.
func (in *input) text(name string, r io.Reader, yield func(position, string) error) error {
	at := position{name, 0}
	b := bufio.NewReaderSize(r, maxLine+2)
	for {
		line, err := b.ReadSlice('\n')
		if len(line) == 0 && errors.Is(err, io.EOF) {
			break
		}
		at.Line++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return at.damage(maxLine+1, graph.RuleSyntax.Fault("the line is longer than 1 MB").
				WithRemedy("no event file has such lines, so this is another kind of file, or its line ends are lost"))
		case err != nil && !errors.Is(err, io.EOF):
			return readFailure(at, err)
		}
		_, _ = in.sum.Write(line)
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if at.Line == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if i := bytes.IndexByte(line, 0); i >= 0 {
			return at.damage(utf8.RuneCount(line[:i])+1, graph.RuleFile.Fault("a NUL byte").
				WithRemedy("this is no text file, or it is damaged: fetch it again"))
		}
		if !utf8.Valid(line) {
			i := 0
			for i < len(line) {
				c, n := utf8.DecodeRune(line[i:])
				if c == utf8.RuneError && n == 1 {
					break
				}
				i += n
			}
			return at.damage(utf8.RuneCount(line[:i])+1, graph.RuleFile.Fault("byte %#x is not UTF-8", line[i]).
				WithRemedy("convert the file, as by iconv -f latin1 -t utf-8"))
		}
		if err := yield(at, string(line)); err != nil {
			return err
		}
	}
	if at.Line == 0 {
		return position{name, 1}.damage(1, graph.RuleFile.Fault("empty").WithRemedy("fetch it again, or leave it out"))
	}
	return nil
}

// readFailure is the damage of a file that cannot be read to its end.
func readFailure(at position, err error) error {
	at.Line = max(at.Line, 1)
	var bomb bombError
	switch {
	case errors.As(err, &bomb):
		return at.damage(1, graph.RuleFile.
			Fault("it unpacks to more than %d MB and %d times its size, as a zip bomb does", freeInflation>>20, maxInflation).
			WithRemedy("if it is right, unpack it and give the plain file"))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return at.damage(1, graph.RuleFile.Fault("the compressed file ends too early").WithRemedy(fetchAgain))
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm):
		return at.damage(1, graph.RuleFile.Fault("the compressed file is damaged, or packed in a way that cannot be read here").
			WithRemedy("fetch it again, or unpack it and give the plain file"))
	}
	return at.damage(1, graph.RuleFile.Fault("cannot be read on: %s", strings.TrimPrefix(err.Error(), "flate: ")).WithRemedy(fetchAgain))
}

// counter counts the bytes that are read.
type counter struct {
	r      io.Reader
	n      int64
	onRead func(int)
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.onRead != nil && n > 0 {
		c.onRead(n)
	}
	return n, err
}

type bombError struct{}

func (bombError) Error() string { return "zip bomb" }

// bounded fails when a compressed file unpacks to too much.
type bounded struct {
	r      io.Reader
	n      int64
	packed func() int64 // compressed bytes read so far
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if b.n > freeInflation && b.n/maxInflation > b.packed() {
		return n, bombError{}
	}
	return n, err
}

// printable removes control characters and bad UTF-8, for messages.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

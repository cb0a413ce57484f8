package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"time"

	sqlite "modernc.org/sqlite" // the driver, in pure Go
)

const busyWait = 15 * time.Second // for another process that writes

// errMoved says that the file of a generation is no longer in its place.
var errMoved = errors.New("another file stands where the SQLite file stood")

// connector opens connections, all to the same file. SQLite opens a file by its path, and the log beside it when the
// connection first reads; so the connector looks before and after each of both. A connection that got another file than
// it should is closed before anybody reads from it.
type connector struct {
	driver.Connector
	pragmas []string
	check   func() error // gives errMoved when the files are others now
}

// Connect implements driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.ready(ctx, conn); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// ready prepares a connection, and reads for the first time.
func (c *connector) ready(ctx context.Context, conn driver.Conn) error {
	if err := c.check(); err != nil {
		return err
	}
	for _, p := range c.pragmas {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, "PRAGMA "+p, nil); err != nil {
			return err
		}
	}
	return c.check()
}

// pool makes a pool of connections. They are opened when they are needed.
func pool(dsn string, size int, check func() error, pragmas ...string) (*sql.DB, error) {
	inner, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	pragmas = slices.Concat([]string{fmt.Sprintf("busy_timeout(%d)", busyWait.Milliseconds()), "foreign_keys(1)"}, pragmas,
		[]string{"schema_version"}) // the last one reads the file
	db := sql.OpenDB(&connector{inner, pragmas, check})
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

package sqlite

import (
	"os"
	"runtime"
)

// temporaryFolders are where SQLite looks for a folder for its temporary files, in this order (sqlite.org/tempfiles.html, 5).
func temporaryFolders() []string {
	if runtime.GOOS == "windows" {
		return []string{os.TempDir()}
	}
	return []string{os.Getenv("SQLITE_TMPDIR"), os.Getenv("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp", "."}
}

// anyWritable reports whether a file can be made in one of the folders.
func anyWritable(folders []string) bool {
	for _, dir := range folders {
		if dir == "" { // a variable that is not set
			continue
		}
		if f, err := os.CreateTemp(dir, "demarche-*"); err == nil {
			_ = f.Close()
			return os.Remove(f.Name()) == nil
		}
	}
	return false
}

// temporary are the pragmas for what a statement keeps beside the file: its sorts, and what it needs to be undone. That is in
// temporary files, which the memory of the server need not have room for. In a container whose file system is read-only there
// may be no place for them, and every large write would fail; then it is in memory.
func temporary(folders []string) []string {
	if anyWritable(folders) {
		return nil
	}
	return []string{"temp_store(MEMORY)"}
}

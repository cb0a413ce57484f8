package ingest

import (
	"reflect"
	"testing"
)

// TestChangesEmpty fills each list of changes alone: a new one cannot be forgotten.
func TestChangesEmpty(t *testing.T) {
	if !(Changes{}).Empty() {
		t.Error("no changes are some")
	}
	kind := reflect.TypeFor[Changes]()
	for i := range kind.NumField() {
		var c Changes
		reflect.ValueOf(&c).Elem().Field(i).Set(reflect.MakeSlice(kind.Field(i).Type, 1, 1))
		if c.Empty() {
			t.Errorf("one of %s is none", kind.Field(i).Name)
		}
	}
}

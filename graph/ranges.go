package graph

// RangeOf tells between which numbers, both allowed, the property of this name must lie; false when any number will do.
func RangeOf(property string) (least, most float64, ok bool) {
	r, ok := ranges[property]
	return r[0], r[1], ok
}

package row

import "github.com/google/uuid"

// TouchpointID is the id by which facts know a touchpoint: the same key gives
// the same id, whether a register lists it or not. No key gives none.
func TouchpointID(key string) uuid.UUID {
	if key == "" {
		return uuid.UUID{}
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("touchpoint:"+key))
}

package main

import (
	"os"
	"runtime/debug"
)

// heapLimit is what the Go side of a server or an import keeps to, in bytes:
// beside the 512 MB that the column store may use, the whole stays under 1 GiB
// while a file of ten million rows is taken in.
const heapLimit = 336 << 20

// limitHeap makes the garbage collector work harder near heapLimit. It is no
// bound: what is needed is had. Who sets GOMEMLIMIT decides otherwise.
func limitHeap() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapLimit)
	}
}

// Package bench compares Waidian with libraries that do a part of the same: reading feeds,
// taking a report out of a page, handing out tasks. It is a module of its own, so that these
// libraries are no dependencies of the program. It has tests and benchmarks alone.
package bench

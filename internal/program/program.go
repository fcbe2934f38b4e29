// Package program runs programs of the operator's so that all that they start can be ended with them.
package program

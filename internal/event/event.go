// Package event says what the reports of one event say together: what two outlets say, what one has alone, what is open, and
// which numbers for one thing do not meet. Nothing is averaged or converted, and nothing says who is right. It reads sentences
// by the readers of check, and knows no addresses.
package event

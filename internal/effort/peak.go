package effort

import (
	"fmt"
	"os"
	"strings"
)

// Peak is the most memory that a process has held, in MB: "self", or a number of a process (proc(5), VmHWM; the resource usage of a
// child begins with its parent's); 0 where the system does not say.
func Peak(process string) int {
	status, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kb := 0
	_, _ = fmt.Sscan(after, &kb)
	return kb >> 10
}

package cli

import "os/user"

// who is the name of the user who runs the command, for the log; "" when the system does not know one.
func who() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

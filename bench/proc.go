package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// ticks is how many clock ticks /proc counts a second (USER_HZ): 100 on every Linux that Go runs on.
const ticks = 100

// cpuOf is the CPU time that a process has used, in seconds; 0 when there is no such process.
func cpuOf(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// The name, in parentheses, may hold spaces; utime and stime are the 14th and 15th fields.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / ticks
}

// machineCPU is the CPU time, in seconds over all cores, that the machine was busy and that there was.
func machineCPU() (busy, all float64) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	for i, f := range strings.Fields(line)[1:] {
		if i > 7 { // guests are counted among users
			break
		}
		n, _ := strconv.ParseFloat(f, 64)
		all += n / ticks
		if i != 3 && i != 4 { // idle, waiting for a disk
			busy += n / ticks
		}
	}
	return busy, all
}

// resetPeak lets the peak of resident memory begin anew (Linux; needs to be the process's owner).
func resetPeak(pid int) {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0o600)
}

// peakOf is the most memory that a process had resident, in MiB.
func peakOf(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

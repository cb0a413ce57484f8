package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"sync"
	"time"
)

// measured is one contender asked one question for a while over some connections.
type measured struct {
	Question    string  `json:"question"`
	Contender   string  `json:"contender"`
	Connections int     `json:"connections"`
	Round       int     `json:"round"`
	Rate        float64 `json:"rate"` // answers a second
	P50         float64 `json:"p50"`  // milliseconds
	P99         float64 `json:"p99"`
	// CPU time in seconds, of the contender's server, of Neo4j, of the generator of load (which holds the driver of
	// raw Cypher), and the share of the machine that none of these used but others did.
	ServerCPU    float64 `json:"serverCPU"`
	Neo4jCPU     float64 `json:"neo4jCPU"`
	GeneratorCPU float64 `json:"generatorCPU"`
	Others       float64 `json:"others"`
	Seconds      float64 `json:"seconds"`
	PeakMiB      float64 `json:"peakMiB"` // resident, of the contender's server
	Neo4jPeakMiB float64 `json:"neo4jPeakMiB"`
}

// percentile is the nearest-rank percentile (0 < p <= 100) of sorted values.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(math.Ceil(p/100*float64(len(sorted))))-1]
}

// measure asks without pause over so many connections, each turning through the variables from a place of its own.
func measure(c *contender, q *question, connections int, duration time.Duration) (measured, error) {
	m := measured{Question: q.name, Contender: c.name, Connections: connections}
	var list []connection
	defer func() {
		for _, one := range list {
			one.close()
		}
	}()
	for range connections {
		one, err := c.connect(q)
		if err != nil {
			return m, err
		}
		list = append(list, one)
	}
	for _, pid := range []int{c.pid, c.neo4jPID} {
		resetPeak(pid)
	}
	before := c.usage()
	busy, all := machineCPU()
	began := time.Now()
	end := began.Add(duration)
	times := make([][]time.Duration, connections)
	failed := make([]error, connections)
	var group sync.WaitGroup
	for i, one := range list {
		group.Go(func() {
			for n := i * 7919; failed[i] == nil; n++ {
				sent := time.Now()
				if !sent.Before(end) {
					return
				}
				if failed[i] = one.ask(n % len(q.variables)); failed[i] == nil {
					times[i] = append(times[i], time.Since(sent))
				}
			}
		})
	}
	group.Wait()
	m.Seconds = time.Since(began).Seconds()
	after := c.usage()
	busyNow, allNow := machineCPU()
	m.ServerCPU, m.Neo4jCPU, m.GeneratorCPU = after[0]-before[0], after[1]-before[1], after[2]-before[2]
	if spent := allNow - all; spent > 0 {
		m.Others = max(0, (busyNow-busy-m.ServerCPU-m.Neo4jCPU-m.GeneratorCPU)/spent)
	}
	m.PeakMiB, m.Neo4jPeakMiB = peakOf(c.pid), peakOf(c.neo4jPID)
	for _, err := range failed {
		if err != nil {
			return m, fmt.Errorf("%s, %s: %w", c.name, q.name, err)
		}
	}
	together := slices.Concat(times...)
	slices.Sort(together)
	m.Rate = float64(len(together)) / m.Seconds
	m.P50, m.P99 = percentile(together, 50).Seconds()*1000, percentile(together, 99).Seconds()*1000
	return m, nil
}

// usage is the CPU time of the contender's server, of its Neo4j, and of this process.
func (c *contender) usage() [3]float64 {
	return [3]float64{cpuOf(c.pid), cpuOf(c.neo4jPID), cpuOf(os.Getpid())}
}

// checkAnswers asks all contenders the same and compares what they say, for a sample of each question's variables.
func checkAnswers(list []*contender, all []*question) error {
	const sample = 20
	for _, q := range all {
		order := make([]int, len(q.variables))
		for i := range order {
			order[i] = i
		}
		said := map[int]string{}
		for _, c := range list {
			one, err := c.connect(q)
			if err != nil {
				return err
			}
			for _, i := range spread(order, sample) {
				answer, err := one.check(i)
				if err != nil {
					return fmt.Errorf("%s, %s, %v: %w", c.name, q.name, q.variables[i], err)
				}
				if first, asked := said[i]; !asked {
					said[i] = answer
				} else if first != answer {
					return fmt.Errorf("%s, %v: answers differ\n%s:\n%s\n\n%s:\n%s", q.name, q.variables[i], list[0].name, first, c.name, answer)
				}
			}
			one.close()
		}
	}
	return nil
}

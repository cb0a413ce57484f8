package imports

import "github.com/demarche-graph/demarche/graph"

// Terms that imports write, as the texts that properties hold.
const (
	kindState         = string(graph.ActorState) // of actors
	kindOffice        = string(graph.ActorGovernmentOffice)
	kindMinistry      = string(graph.ActorMinistry)
	kindAgency        = string(graph.ActorAgency)
	kindMission       = string(graph.ActorMission)
	kindPerson        = string(graph.ActorPerson)
	kindMediaOutlet   = string(graph.ActorMediaOutlet)
	kindInternational = string(graph.ActorInternationalBody)
	kindCompany       = string(graph.ActorCompany)
	kindGroup         = string(graph.ActorGroup)

	sourceArticle = string(graph.SourceArticle) // of sources
	sourceDataset = string(graph.SourceDataset)

	statusReported = string(graph.StatusReported) // of actions: a machine read that somebody says so
)

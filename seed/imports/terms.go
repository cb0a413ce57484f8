package imports

// Terms of the vocabularies in graph that imports write.
const (
	kindState         = "STATE" // of actors
	kindOffice        = "GOVERNMENT_OFFICE"
	kindMinistry      = "MINISTRY"
	kindAgency        = "AGENCY"
	kindMission       = "MISSION"
	kindPerson        = "PERSON"
	kindMediaOutlet   = "MEDIA_OUTLET"
	kindInternational = "INTERNATIONAL_BODY"
	kindCompany       = "COMPANY"
	kindGroup         = "GROUP"

	sourceArticle = "ARTICLE" // of sources
	sourceDataset = "DATASET"

	statusReported = "REPORTED" // of actions: a machine read that somebody says so
)

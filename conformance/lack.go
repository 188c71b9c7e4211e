package conformance

// Lack is something that a run was not given, and for want of which cases were skipped.
type Lack struct {
	Reason string // of the results that were skipped
	Name   string // in a few words: "no --token"
	Give   string // what to give: "--token env:NAME"
	needs  Needs
}

// NeitherGiven is why a case is skipped that needs either of two: a backend with neither takes what the case sends.
const NeitherGiven = "neither token nor SdkAppid given, so it is not known whether the backend has to refuse this"

// Lacks lists what a run may lack, in the order in which a case is held to it.
func Lacks() []Lack {
	return []Lack{
		{noToken, "no --token", "--token env:NAME or --token file:PATH", NeedsToken},
		{"no SdkAppid given (--sdk-app-id)", "no --sdk-app-id", "--sdk-app-id N", NeedsSDKAppID},
		{"the URL is not https", "no https", "an https:// URL", NeedsTLS},
		{NeitherGiven, "neither --token nor --sdk-app-id", "one of the two", 0},
	}
}

// lack is the reason to skip a case that needs what the run was not given; empty: nothing is missing.
func (o *Options) lack(c *Case) string {
	given := Needs(0)
	if o.Target.Token != "" {
		given |= NeedsToken
	}
	if o.SDKAppIDGiven {
		given |= NeedsSDKAppID
	}
	if o.Target.URL.Scheme == "https" {
		given |= NeedsTLS
	}
	for _, l := range Lacks() {
		if c.Needs&l.needs&^given != 0 {
			return l.Reason
		}
	}
	return ""
}

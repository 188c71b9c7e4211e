package lint

import "github.com/timhook/timhook/internal/secret"

// Masked is the problem as it may be shown. Of a member that is told by its name the message quotes nothing.
func (p Problem) Masked(hide secret.Patterns) Problem {
	if hide.Told().HasIn(p.Path) {
		p.Message = secret.Quoted(p.Message)
	}
	p.Path, p.Message = hide.Mask(p.Path), hide.Mask(p.Message)
	return p
}

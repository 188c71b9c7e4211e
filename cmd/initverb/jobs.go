package initverb

import (
	"strings"

	"github.com/timhook/timhook/internal/config"
)

// ciJob is a job for a CI system. docs/ci.md shows the same texts, which a test holds together.
type ciJob struct {
	name, doc string
	file      string // empty: none is written
	text      string
}

// ciJobs lists the systems, the default first.
func ciJobs() []ciJob {
	return []ciJob{
		{"github", "GitHub Actions", ".github/workflows/callbacks.yml", gitHubJob},
		{"gitlab", "GitLab CI", ".gitlab-ci.yml", gitLabJob},
		{"jenkins", "a Jenkinsfile", "Jenkinsfile", jenkinsJob},
		{name: "none", doc: "no job"},
	}
}

func jobNamed(name string) ciJob {
	for _, j := range ciJobs() {
		if j.name == name {
			return j
		}
	}
	return ciJob{}
}

// of is the job with the settings at this path, seen from the top of the repository.
func (j ciJob) of(configuration string) string {
	if configuration == config.Name {
		return j.text
	}
	option := " -c " + configuration
	with := strings.NewReplacer("timhook test", "timhook test"+option, `timhook" test`, `timhook" test`+option)
	return with.Replace(j.text)
}

const gitHubJob = `name: callbacks
on: [push, pull_request]
jobs:
  callbacks:
    runs-on: ubuntu-latest
    env: {IM_TOKEN: a-token-for-tests}    # with token: env:IM_TOKEN in timhook.yaml
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with: {go-version: stable}
      - run: go install github.com/timhook/timhook@latest
      - run: timhook test -- go run ./server    # behind -- stands what starts your backend
`

const gitLabJob = `callbacks:
  image: golang:1.26
  variables: {IM_TOKEN: a-token-for-tests}    # with token: env:IM_TOKEN in timhook.yaml
  script:
    - go install github.com/timhook/timhook@latest
    - timhook test --report junit=junit.xml -- go run ./server    # behind -- stands what starts your backend
  artifacts:
    when: always
    reports: {junit: junit.xml}
`

const jenkinsJob = `pipeline {
  agent any
  environment { IM_TOKEN = 'a-token-for-tests' }  // with token: env:IM_TOKEN in timhook.yaml
  stages {
    stage('callbacks') {
      steps {
        sh 'go install github.com/timhook/timhook@latest'
        // behind -- stands what starts your backend
        sh '"$(go env GOPATH)/bin/timhook" test --report junit=junit.xml -- node server.js'
      }
    }
  }
  post { always { junit 'junit.xml' } }
}
`

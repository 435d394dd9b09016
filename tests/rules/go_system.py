"""A small Go backend for rules about sessions."""

from __future__ import annotations

MAIN = """package main

import (
	"net/http"

	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/recipe/session/sessmodels"
	"github.com/supertokens/supertokens-golang/supertokens"
)

func text(value string) *string {{ return &value }}

func flag(value bool) *bool {{ return &value }}

func main() {{
	err := supertokens.Init(supertokens.TypeInput{{
		Supertokens: &supertokens.ConnectionInfo{{ConnectionURI: "http://localhost:3567"}},
		AppInfo:     supertokens.AppInfo{{AppName: "a", APIDomain: "{api}", WebsiteDomain: "{site}"}},
		RecipeList: []supertokens.Recipe{{
			session.Init(&sessmodels.TypeInput{{{session}}}),
		}},
	}})
	if err != nil {{
		panic(err)
	}}
	http.ListenAndServe(":3001", supertokens.Middleware(http.DefaultServeMux))
}}
"""


def golang(api: str, site: str, session: str = "", *, version: str = "v0.25.1") -> dict[str, str]:
    """Return a backend that uses supertokens-golang."""
    module = "github.com/supertokens/supertokens-golang"
    return {
        "api/go.mod": f"module example.com/api\n\ngo 1.22\n\nrequire {module} {version}\n",
        "api/main.go": MAIN.format(api=api, site=site, session=session),
    }

"""When shared hosting domains entered the public suffix list that each SDK has built in.

Browsers read a current list. An SDK reads the one that its release brought: psl 1.8.0 of 2020 in
supertokens-node 3.4.0 to 20.1.2, tldts 6 (6.1.86 is its last) in later ones; tldextract 3.1.0 of
2021 in supertokens-python before 0.26, unless it downloads a newer list. The groups below were
found by asking those packages about each private suffix of the current list. They hold the
domains that people deploy sessions to; of a private suffix in none of them nothing is known.
``*`` stands for one label.
"""

from __future__ import annotations

import re
from enum import IntEnum

from supertokens_lint.sdk.public_suffixes import below_public_suffix, clean_host, public_suffix


class SuffixAge(IntEnum):
    """The oldest of the known lists that has a private suffix."""

    PSL_1_8_0 = 1
    TLDEXTRACT_3 = 2
    TLDTS_6 = 3
    CURRENT = 4


_IN_PSL_1_8_0 = """
    *.compute.amazonaws.com *.compute-1.amazonaws.com *.r.appspot.com *.webhare.dev a.run.app
    ap-northeast-1.elasticbeanstalk.com ap-northeast-2.elasticbeanstalk.com
    ap-northeast-3.elasticbeanstalk.com ap-south-1.elasticbeanstalk.com
    ap-southeast-1.elasticbeanstalk.com ap-southeast-2.elasticbeanstalk.com
    ca-central-1.elasticbeanstalk.com eu-central-1.elasticbeanstalk.com
    eu-west-1.elasticbeanstalk.com eu-west-2.elasticbeanstalk.com eu-west-3.elasticbeanstalk.com
    sa-east-1.elasticbeanstalk.com us-east-1.elasticbeanstalk.com us-east-2.elasticbeanstalk.com
    us-west-1.elasticbeanstalk.com us-west-2.elasticbeanstalk.com elasticbeanstalk.com
    apps.lair.io appspot.com azure-mobile.net azurewebsites.net blogspot.com cleverapps.io
    cloudapp.net cloudfront.net cloudfunctions.net ddns.net duckdns.org ent.platform.sh
    eu.platform.sh firebaseapp.com github.io githubusercontent.com gitlab.io glitch.me hasura.app
    herokuapp.com js.org ngrok.io now.sh onrender.com readthedocs.io repl.co run.app
    stackhero-network.com telebit.app telebit.io trycloudflare.com us.platform.sh web.app
    workers.dev yandexcloud.net
"""

_IN_TLDEXTRACT_3 = """
    *.azurecontainer.io fly.dev netlify.app pages.dev translate.goog vercel.app vercel.dev
"""

_IN_TLDTS_6 = """
    *.awsapprunner.com *.code.run *.hosted.app *.northflank.app *.run.app
    *.services.clever-cloud.com *.snowflake.app 1.azurestaticapps.net 2.azurestaticapps.net
    3.azurestaticapps.net 4.azurestaticapps.net 5.azurestaticapps.net 6.azurestaticapps.net
    7.azurestaticapps.net af-south-1.elasticbeanstalk.com amplifyapp.com
    ap-east-1.elasticbeanstalk.com ap-southeast-3.elasticbeanstalk.com appwrite.global
    awsapps.com azure-api.net azureedge.net azurefd.net azurestaticapps.net bitbucket.io
    bubbleapps.io centralus.azurestaticapps.net convex.cloud convex.site csb.app deno.dev
    eastasia.azurestaticapps.net eastus2.azurestaticapps.net encr.app
    eu-north-1.elasticbeanstalk.com eu-south-1.elasticbeanstalk.com execute-api.*.amazonaws.com
    expo.app flutterflow.app framer.app framer.website githubpreview.dev hf.space
    il-central-1.elasticbeanstalk.com is-a.dev laravel.cloud lovable.app lovableproject.com
    me-south-1.elasticbeanstalk.com myshopify.com ngrok-free.app ngrok-free.dev ngrok.app
    ngrok.dev ngrok.pizza ngrok.pro *.ngrok.io ondigitalocean.app preview.csb.app
    pythonanywhere.com r2.dev replit.app streamlit.app supabase.co supabase.in supabase.net
    trafficmanager.net v0.build web.val.run webflow.io westeurope.azurestaticapps.net
    westus2.azurestaticapps.net wixsite.com wixstudio.com zeabur.app
"""

_CURRENT_ONLY = """
    *.azurewebsites.net *.compute.herokuapp.com *.mtls.run.app *.p.azurewebsites.net *.replit.dev
    ap-south-2.elasticbeanstalk.com ap-southeast-4.elasticbeanstalk.com
    ap-southeast-5.elasticbeanstalk.com ap-southeast-7.elasticbeanstalk.com appwrite.network
    base44.app bolt.host ca-west-1.elasticbeanstalk.com claude.app cloud.run codepen.app codepen.dev
    emergent.host eu-central-2.elasticbeanstalk.com eu-south-2.elasticbeanstalk.com gadget.app
    gitbook.io github.app here.now hstgr.cloud lambda-url.*.on.aws leapcell.app leapcell.dev
    lovable.run me-central-1.elasticbeanstalk.com on-forge.com on-vapor.com on.expo.app payload.dev
    puter.app puter.site retool.app sprites.app surge.sh up.railway.app val.run vercel.run
    wasmer.app
"""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(each).replace(r"\*", "[^.]+") for each in text.split()))


_GROUPS = (
    (SuffixAge.PSL_1_8_0, _pattern(_IN_PSL_1_8_0)),
    (SuffixAge.TLDEXTRACT_3, _pattern(_IN_TLDEXTRACT_3)),
    (SuffixAge.TLDTS_6, _pattern(_IN_TLDTS_6)),
    (SuffixAge.CURRENT, _pattern(_CURRENT_ONLY)),
)


def suffix_age(suffix: str) -> SuffixAge | None:
    """Return the oldest known list with this private suffix, or None for one not recorded."""
    return next((age for age, pattern in _GROUPS if pattern.fullmatch(suffix)), None)


def private_suffix(host: str) -> str | None:
    """Return the public suffix of ``host`` where it is a private one in the current list."""
    suffix = public_suffix(host)
    return None if suffix == public_suffix(host, icann_only=True) else suffix


def registrable_then(host: str, age: SuffixAge) -> str | None:
    """Return the registrable domain of ``host`` by the list of that age.

    Only the private suffixes above are dated; the rest of the list is taken as it is now. None
    where ``host`` is a public suffix itself.
    """
    name = clean_host(host)
    if name is None:
        return None
    labels = name.split(".")
    for start in range(len(labels)):
        suffix = ".".join(labels[start:])
        known = suffix_age(suffix)
        if known is not None and known <= age:
            return ".".join(labels[start - 1 :]) if start else None
    return below_public_suffix(name, icann_only=True)

from supertokens_python import InputAppInfo, SupertokensConfig, init
from supertokens_python.recipe import emailpassword, session

from app.settings import settings


def init_auth() -> None:
    init(
        app_info=InputAppInfo(
            app_name="Demo",
            api_domain=settings.api_domain,
            website_domain=settings.website_domain,
            website_base_path="/auth",
        ),
        supertokens_config=SupertokensConfig(
            connection_uri=settings.core_uri,
            api_key=settings.core_key,
        ),
        framework="fastapi",
        recipe_list=[
            emailpassword.init(),
            session.init(cookie_same_site="none", cookie_secure=False),
        ],
        mode="asgi",
    )

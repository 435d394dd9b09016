"""The API of the shop."""

import os

from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from supertokens_python import InputAppInfo, SupertokensConfig, get_all_cors_headers, init
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe import emailpassword, session
from supertokens_python.recipe.session import SessionContainer
from supertokens_python.recipe.session.framework.fastapi import verify_session

init(
    app_info=InputAppInfo(
        app_name="Shop",
        api_domain="https://api.example.com",
        website_domain="https://app.example.com",
        api_base_path="/auth",
    ),
    supertokens_config=SupertokensConfig(connection_uri=os.environ["SUPERTOKENS_CORE"]),
    framework="fastapi",
    recipe_list=[emailpassword.init(), session.init()],
    mode="asgi",
    telemetry=False,
)

app = FastAPI()

app.add_middleware(get_middleware())

app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://app.example.com"],
    allow_credentials=True,
    allow_methods=["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"],
    allow_headers=["Content-Type"] + get_all_cors_headers(),
)


@app.get("/orders")
async def list_orders(container: SessionContainer = Depends(verify_session())):
    return {"owner": container.get_user_id(), "orders": []}


@app.post("/orders")
async def place_order(container: SessionContainer = Depends(verify_session())):
    return {"owner": container.get_user_id()}

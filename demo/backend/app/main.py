from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe.session import SessionContainer
from supertokens_python.recipe.session.framework.fastapi import verify_session

from app.auth import init_auth
from app.settings import settings

init_auth()

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.website_domain],
    allow_credentials=True,
    allow_methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"],
    allow_headers=["Content-Type"],
)
app.add_middleware(get_middleware())


@app.get("/me")
async def me(session: SessionContainer = Depends(verify_session())) -> dict[str, str]:
    return {"name": session.get_user_id()}

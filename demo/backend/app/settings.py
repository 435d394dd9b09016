import os


class Settings:
    api_domain: str = os.getenv("API_DOMAIN", "http://localhost:8000")
    website_domain: str = os.getenv("WEBSITE_DOMAIN", "http://localhost:3000")
    core_uri: str = os.getenv("SUPERTOKENS_URI", "http://localhost:3567")
    core_key: str | None = os.getenv("SUPERTOKENS_API_KEY")


settings = Settings()

"""What the SuperTokens SDKs do, as pure functions per SDK and version."""

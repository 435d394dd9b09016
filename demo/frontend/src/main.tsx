import { createRoot } from "react-dom/client";
import * as reactRouterDom from "react-router-dom";
import { BrowserRouter, Route, Routes } from "react-router-dom";
import SuperTokens, { SuperTokensWrapper } from "supertokens-auth-react";
import { EmailPasswordPreBuiltUI } from "supertokens-auth-react/recipe/emailpassword/prebuiltui";
import { SessionAuth } from "supertokens-auth-react/recipe/session";
import { getSuperTokensRoutesForReactRouterDom } from "supertokens-auth-react/ui";

import { superTokensConfig } from "./auth";
import { Home } from "./Home";

SuperTokens.init(superTokensConfig);

createRoot(document.getElementById("root")!).render(
  <SuperTokensWrapper>
    <BrowserRouter>
      <Routes>
        {getSuperTokensRoutesForReactRouterDom(reactRouterDom, [EmailPasswordPreBuiltUI])}
        <Route
          path="/"
          element={
            <SessionAuth>
              <Home />
            </SessionAuth>
          }
        />
      </Routes>
    </BrowserRouter>
  </SuperTokensWrapper>,
);

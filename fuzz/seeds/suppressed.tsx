// supertokens-lint: ignore[api-domain-mismatch] -- the proxy does it
const a = 1; /* supertokens-lint: ignore-file[ST110, ST2] -- old */
const b = <p>{/* supertokens-lint: ignore[] */}</p>;

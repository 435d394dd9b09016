import { useEffect, useState } from "react";

import { getApiDomain } from "./domains";

export function Home() {
  const [name, setName] = useState("");

  useEffect(() => {
    fetch(`${getApiDomain()}/me`)
      .then((response) => response.json())
      .then((me: { name: string }) => setName(me.name));
  }, []);

  return <p>Hello {name}</p>;
}

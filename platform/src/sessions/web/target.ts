import { pathTo, type Target } from "@naru/ui";
import type { ApplicationRow } from "../api.ts";

/** Both pages have it in their address: the user whose sessions are looked for. An id of a session is a secret: it stands in none. */
export const STATE = { user: "" };

/** The page of an application, with a user's sessions. */
export const targetOf = (
  { cluster, namespace, name }: Pick<ApplicationRow, "cluster" | "namespace" | "name">,
  user: string,
): Target => ({
  to: pathTo(pathTo(pathTo("/sessions", cluster), namespace), name),
  search: { user },
});

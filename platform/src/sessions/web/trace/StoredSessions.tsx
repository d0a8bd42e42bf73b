import { type About, LinkButton, useCall } from "@naru/ui";
import { listServiceWorkloads } from "#kubernetes/api.ts";
import { listSessions } from "../../api.ts";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";
import { targetOf } from "../target.ts";
import { holdersOf } from "./holders.ts";

/** From what a user did to the sessions that are kept of them. */
export default function StoredSessions({ about }: { readonly about: About }) {
  const t = useText();
  const { user = "", services = "", from = "", to = "" } = about;
  const listed = useCall(listSessions, {});
  const known = useCall(listServiceWorkloads, { from, to });
  if (listed.data === undefined || known.data === undefined) return null;
  const [first, ...others] = holdersOf(services.split("\n"), known.data.relations, listed.data.applications);
  if (first === undefined) return null;
  const target = others.length === 0 ? targetOf(first, user) : { to: "/sessions", search: { user } };
  return (
    <LinkButton {...target}>
      <span className={styles.named}>{t("storedOf", { user })}</span>
    </LinkButton>
  );
}

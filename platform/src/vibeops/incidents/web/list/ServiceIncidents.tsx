import { type About, PageLink, pathTo, useCall } from "@naru/ui";
import { listIncidents } from "../../api.ts";
import styles from "../Incidents.module.css";
import { StateMark } from "../marks.tsx";
import { useSay } from "../words.ts";

/** Open incidents of a service, on its page; nothing while there are none. */
export default function ServiceIncidents({ about }: { readonly about: About }) {
  const say = useSay();
  const { data } = useCall(
    listIncidents,
    { state: "open", service: about["service"] ?? "", limit: 3 },
    { live: "watch" },
  );
  return data?.incidents.map(({ id, state, headline }) => (
    <p key={id} role="status" className={styles.notice}>
      <StateMark state={state} />
      <PageLink to={pathTo("/incidents", id)}>{say(headline)}</PageLink>
    </p>
  ));
}

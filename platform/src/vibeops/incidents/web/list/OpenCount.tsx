import { Badge, useCall } from "@naru/ui";
import { listIncidents } from "../../api.ts";
import styles from "../Incidents.module.css";
import { useText } from "../messages.ts";

/** How many incidents are open, beside the entry in the navigation; nothing while there are none. */
export default function OpenCount() {
  const t = useText();
  const { data } = useCall(listIncidents, { state: "open", limit: 1 }, { live: "watch" });
  const count = data?.open ?? 0;
  if (count === 0) return null;
  return (
    <Badge tone="bad">
      <span aria-hidden>{count}</span>
      <span className={styles.told}>{t("openCount", { count })}</span>
    </Badge>
  );
}

import { CopyButton, Empty, icons } from "@naru/ui";
import { useText } from "../messages.ts";
import styles from "../Sessions.module.css";

const EXAMPLE = `apiVersion: v1
kind: Secret
metadata:
  name: web-sessions
  labels: { naru.dev/sessions: web }
  annotations: { naru.dev/session-layout: connect-redis }
type: servicebinding.io/redis`;

/** Where none is declared: how to. */
export function NoSessions({ hasStores }: { readonly hasStores: boolean }) {
  const t = useText();
  return (
    <Empty
      icon={<icons.IconUsers size={28} stroke={1.5} aria-hidden />}
      title={t(hasStores ? "noneYet" : "noStores")}
      actions={hasStores && <CopyButton text={EXAMPLE} />}
    >
      <p>{t(hasStores ? "noneYetHelp" : "noStoresHelp")}</p>
      {hasStores && <pre className={styles.code}>{EXAMPLE}</pre>}
    </Empty>
  );
}

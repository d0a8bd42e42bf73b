import { Age, icons } from "@naru/ui";
import type { ClusterRow } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";

/** Over a page: which clusters are not as they should be, since when and why. */
export function ClusterNotices({ clusters }: { readonly clusters: readonly ClusterRow[] }) {
  const odd = clusters.filter(({ state }) => state !== "live");
  return odd.map((cluster) => <ClusterNotice key={cluster.name} cluster={cluster} />);
}

function ClusterNotice({ cluster }: { readonly cluster: ClusterRow }) {
  const t = useText();
  const { name, state, since, error, kinds } = cluster;
  if (state === "syncing") {
    return (
      <p role="status" className={styles.notice}>
        {t("syncing", { cluster: name })}
      </p>
    );
  }
  const isAway = state === "away";
  const unread = kinds.filter((kind) => kind.state === "away").map(({ kind }) => kind);
  const hasLast = kinds.some(({ objects }) => objects > 0);
  return (
    <div role="status" className={`${styles.notice} ${styles.warn}`}>
      <icons.IconAlertTriangle size={15} aria-hidden />
      <p>
        <b>{isAway ? t("away", { cluster: name }) : t("partial", { cluster: name })}</b> ·{" "}
        {isAway ? (
          <>
            {t("awayFor")} <Age at={since} />
          </>
        ) : (
          unread.join(", ")
        )}
        {isAway && hasLast && <> · {t("awayShown")}</>}
        {error !== null && <span className={styles.exact}>{error}</span>}
      </p>
    </div>
  );
}

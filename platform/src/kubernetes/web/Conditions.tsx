import { Age, Badge, Panel } from "@naru/ui";
import styles from "./Kubernetes.module.css";
import { useText } from "./messages.ts";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly at: number | null;
}

/** Conditions whose being true is trouble. */
const TROUBLE = /Pressure$|^NetworkUnavailable$|Failure$|^Failed$|^DisruptionTarget$/;

export function Conditions({ conditions }: { readonly conditions: readonly Condition[] }) {
  const t = useText();
  return (
    <Panel title={t("conditions")}>
      {conditions.length === 0 ? (
        <p className={styles.nothing}>{t("none")}</p>
      ) : (
        <table className={styles.list}>
          <tbody>
            {conditions.map(({ type, status, reason, message, at }) => {
              const isWell = status === (TROUBLE.test(type) ? "False" : "True");
              return (
                <tr key={type}>
                  <td>
                    <Badge tone={isWell ? "good" : "bad"}>{`${type}=${status}`}</Badge>
                  </td>
                  <td>
                    {reason}
                    <div className={styles.dim}>{message}</div>
                  </td>
                  <td className={styles.end}>
                    <Age at={at} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

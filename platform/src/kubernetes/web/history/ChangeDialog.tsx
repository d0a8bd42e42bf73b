import { absoluteRange, Badge, Dialog, formatInstant, LinkButton, useZone } from "@naru/ui";
import type { ChangeRow } from "../../api.ts";
import { Facts } from "../Facts.tsx";
import styles from "../Kubernetes.module.css";
import { ObjectLink } from "../marks/Marks.tsx";
import { useText } from "../messages.ts";
import { comparisonOf } from "./comparison.ts";
import { useHistoryText } from "./messages.ts";

const AROUND_MILLIS = 5 * 60_000;
/** One change: who, when, and each field before and after. */
export function ChangeDialog({
  change,
  onClose,
}: {
  readonly change: ChangeRow;
  readonly onClose: () => void;
}) {
  const t = useText();
  const texts = useHistoryText();
  const [zone] = useZone();
  const { cluster, time, type, object, workload, summary, differences, actor, isLate, exitCode } = change;
  const comparison = comparisonOf(change);
  const isItself = workload.kind === object.kind && workload.name === object.name;
  return (
    <Dialog title={summary} onClose={onClose} wide>
      <Facts
        facts={[
          [
            t("time"),
            <>
              {formatInstant(time, zone)} {isLate && <Badge tone="warn">{texts("late")}</Badge>}
            </>,
          ],
          [t("type"), texts(`type_${type}`)],
          [t("object"), <ObjectLink key="object" cluster={cluster} object={object} />],
          ...(isItself
            ? []
            : [[texts("workload"), <ObjectLink key="of" cluster={cluster} object={workload} />] as const]),
          [texts("who"), actor || texts("whoUnknown")],
          ...(exitCode === null ? [] : [[texts("exitCode"), String(exitCode)] as const]),
        ]}
      />
      {differences.length === 0 ? (
        <p className={styles.nothing}>{texts("nothingCompared")}</p>
      ) : (
        <Differences differences={differences} />
      )}
      {comparison !== undefined && <LinkButton {...comparison}>{texts("compare")}</LinkButton>}{" "}
      <LinkButton
        to="/events"
        search={{
          ...absoluteRange({ from: time - AROUND_MILLIS, to: time + AROUND_MILLIS }),
          namespace: object.namespace,
        }}
      >
        {texts("around")}
      </LinkButton>
    </Dialog>
  );
}

function Differences({ differences }: Pick<ChangeRow, "differences">) {
  const texts = useHistoryText();
  return (
    <div className={styles.scrolling}>
      <table className={styles.list}>
        <thead>
          <tr>
            <th>{texts("field")}</th>
            <th>{texts("before")}</th>
            <th>{texts("after")}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, before, after }) => (
            <tr key={field}>
              <td>
                <code>{field}</code>
              </td>
              <td>
                <pre className={styles.was}>{before || "–"}</pre>
              </td>
              <td>
                <pre className={styles.is}>{after || "–"}</pre>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

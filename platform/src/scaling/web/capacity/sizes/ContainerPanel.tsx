import { formatBytes, formatPercent, Panel } from "@naru/ui";
import { formatCores } from "#kubernetes/web/index.ts";
import type { ContainerSize, Sizes } from "../../../api.ts";
import { useSizesText } from "./messages.ts";
import styles from "./Sizes.module.css";
import { SpreadChart } from "./SpreadChart.tsx";
import { sizeReasonText } from "./sentences.ts";

const SIZES = ["cpuRequest", "cpuLimit", "memoryRequest", "memoryLimit"] as const;
const formatOf = (size: keyof Sizes) => (size.startsWith("cpu") ? formatCores : formatBytes);

interface ContainerPanelProps {
  readonly container: ContainerSize;
  /** Percent of the request that an autoscaler keeps in use. */
  readonly target: number | undefined;
}

/** What a container has and should have, beside what it used. */
export function ContainerPanel({ container, target }: ContainerPanelProps) {
  const t = useSizesText();
  const { name, now, advised, cpu, memory } = container;
  return (
    <Panel title={t("container", { name })}>
      <div className={styles.container}>
        <table className={styles.sizes}>
          <thead>
            <tr>
              <th scope="col">{t("size")}</th>
              <th scope="col">{t("now")}</th>
              {advised && <th scope="col">{t("advised")}</th>}
              {advised && <th scope="col">{t("why")}</th>}
            </tr>
          </thead>
          <tbody>
            {SIZES.map((size) => (
              <tr key={size}>
                <th scope="row">{t(size)}</th>
                <td>{amountText(now[size], formatOf(size), t("none"))}</td>
                {advised && (
                  <td className={advised[size] === now[size] ? undefined : styles.changed}>
                    {amountText(advised[size], formatOf(size), t("none"))}
                    <Move from={now[size]} to={advised[size]} />
                  </td>
                )}
                {advised && <td className={styles.why}>{sizeReasonText(t, container, size, target)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
        <div className={styles.spreads}>
          {cpu && (
            <SpreadChart
              title={t("useOfCpu")}
              spread={cpu}
              now={now.cpuRequest}
              advised={advised?.cpuRequest ?? null}
              format={formatCores}
            />
          )}
          {memory && (
            <SpreadChart
              title={t("useOfMemory")}
              spread={memory}
              now={now.memoryRequest}
              advised={advised?.memoryRequest ?? null}
              format={formatBytes}
            />
          )}
        </div>
      </div>
    </Panel>
  );
}

const amountText = (amount: number | null, format: (amount: number) => string, none: string) =>
  amount === null ? none : format(amount);

function Move({ from, to }: { readonly from: number | null; readonly to: number | null }) {
  if (from === null || to === null || from === 0 || from === to) return null;
  return (
    <small>
      {to > from ? "+" : "−"}
      {formatPercent(Math.abs(to / from - 1))}
    </small>
  );
}

import { Age, Panel, Tiles } from "@naru/ui";
import type { OutputOf } from "@naru/ui";
import type { getWorkload } from "../../api.ts";
import { Conditions } from "../Conditions.tsx";
import { Facts, Labels } from "../Facts.tsx";
import { EventList } from "../history/EventList.tsx";
import styles from "../Kubernetes.module.css";
import { ObjectLink, Restarts } from "../marks/Marks.tsx";
import { useStateText } from "../marks/stateMessages.ts";
import { useText } from "../messages.ts";
import { PodTable } from "../pods/PodTable.tsx";
import { useWorkloadText } from "./messages.ts";

type Props = OutputOf<typeof getWorkload>;

const BESIDES = ["namespace", "cluster"];
const MOST_HEIGHT = 420;
const ROW = 34;

export function WorkloadOverview({ workload, labels, conditions, pods, events, related }: Props) {
  const t = useText();
  const texts = useWorkloadText();
  const states = useStateText();
  const { ready, desired, updated, restarts, lastRestartAt, createdAt, images } = workload;
  return (
    <>
      <Tiles
        tiles={[
          { label: t("status"), value: states(workload.state) },
          { label: t("ready"), value: `${ready} / ${desired}` },
          { label: texts("progress"), value: `${updated} / ${desired}` },
          { label: t("restarts"), value: <Restarts restarts={restarts} at={lastRestartAt} /> },
          { label: t("age"), value: <Age at={createdAt} /> },
        ]}
      />
      <Panel title={t("pods")}>
        {pods.length === 0 ? (
          <p className={styles.nothing}>{texts("noPods")}</p>
        ) : (
          <div
            className={styles.table}
            style={{ height: Math.min(MOST_HEIGHT, ROW * (pods.length + 1) + 1) }}
          >
            <PodTable rows={pods} besides={BESIDES} />
          </div>
        )}
      </Panel>
      <div className={styles.columns}>
        <EventList events={events} />
        <div className={styles.stack}>
          <Panel title={t("overview")}>
            <Facts
              facts={[
                [t("images"), <Images key="images" images={images} />],
                [t("labels"), <Labels key="labels" labels={labels} />],
              ]}
            />
          </Panel>
          <Related cluster={workload.cluster} related={related} />
          <Conditions conditions={conditions} />
        </div>
      </div>
    </>
  );
}

function Images({ images }: { readonly images: readonly string[] }) {
  return (
    <span className={styles.chips}>
      {images.map((image) => (
        <code key={image}>{image}</code>
      ))}
    </span>
  );
}

function Related({ cluster, related }: { readonly cluster: string; readonly related: Props["related"] }) {
  const t = useWorkloadText();
  return (
    <Panel title={t("related")}>
      {related.length === 0 ? (
        <p className={styles.nothing}>{t("noRelated")}</p>
      ) : (
        <table className={styles.list}>
          <tbody>
            {related.map(({ detail, ...object }) => (
              <tr key={`${object.kind}/${object.name}`}>
                <td>
                  <ObjectLink cluster={cluster} object={object} />
                </td>
                <td className={styles.dim}>{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

import { Answer, Panel, Skeleton, useCall } from "@naru/ui";
import { getObject } from "../../api.ts";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { usePodText } from "./messages.ts";
import { type Variable, variablesOf, type Volume, volumesOf } from "./settings.ts";

interface PodSettingsProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

export function PodSettings(place: PodSettingsProps) {
  const answer = useCall(getObject, { ...place, apiVersion: "v1", kind: "Pod" });
  return (
    <Answer of={answer} skeleton={<Skeleton height={240} />}>
      {({ object }) => (
        <div className={styles.columns}>
          <Environment variables={variablesOf(object)} />
          <Volumes volumes={volumesOf(object)} />
        </div>
      )}
    </Answer>
  );
}

function Environment({ variables }: { readonly variables: readonly Variable[] }) {
  const t = useText();
  const texts = usePodText();
  return (
    <Panel title={texts("environment")}>
      {variables.length === 0 ? (
        <p className={styles.nothing}>{texts("noEnvironment")}</p>
      ) : (
        <table className={styles.list}>
          <thead>
            <tr>
              <th>{t("name")}</th>
              <th>{texts("from")}</th>
              <th>{texts("container")}</th>
            </tr>
          </thead>
          <tbody>
            {variables.map(({ container, name, source }) => (
              <tr key={`${container} ${name} ${source}`}>
                <td>
                  <code>{name}</code>
                </td>
                <td className={styles.dim}>{source}</td>
                <td className={styles.dim}>{container}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Volumes({ volumes }: { readonly volumes: readonly Volume[] }) {
  const t = useText();
  const texts = usePodText();
  return (
    <Panel title={texts("volumes")}>
      {volumes.length === 0 ? (
        <p className={styles.nothing}>{texts("noVolumes")}</p>
      ) : (
        <table className={styles.list}>
          <thead>
            <tr>
              <th>{t("name")}</th>
              <th>{texts("from")}</th>
              <th>{texts("mounts")}</th>
            </tr>
          </thead>
          <tbody>
            {volumes.map(({ name, source, mounts }) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td className={styles.dim}>{source}</td>
                <td>
                  {mounts.map((mount) => (
                    <div key={mount}>
                      <code>{mount}</code>
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

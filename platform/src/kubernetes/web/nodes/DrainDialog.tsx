import {
  Answer,
  Badge,
  Button,
  Dialog,
  type OutputOf,
  ProblemView,
  Skeleton,
  type Tone,
  useCall,
} from "@naru/ui";
import { useState } from "react";
import { drainNode } from "../../api.ts";
import actions from "../actions/Actions.module.css";
import styles from "../Kubernetes.module.css";
import { useText } from "../messages.ts";
import { useNodeText } from "./messages.ts";
import { useDrain } from "./useDrain.ts";

interface DrainDialogProps {
  readonly cluster: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Which pods would leave, what refuses, and then how far it is. */
export function DrainDialog({ cluster, name, onClose }: DrainDialogProps) {
  const t = useText();
  const texts = useNodeText();
  const [bare, setBare] = useState(false);
  const drain = useDrain(cluster, name, bare);
  const isAsked = drain.state === "asked";
  const preview = useCall(
    drainNode,
    { cluster, name, evictBarePods: bare, dryRun: true },
    { enabled: isAsked },
  );
  return (
    <Dialog title={texts("drainTitle", { name })} onClose={onClose} wide>
      <div className={actions.form}>
        <p className={actions.help}>{texts("drainHelp")}</p>
        {isAsked ? (
          <>
            <label className={actions.field}>
              <input
                type="checkbox"
                style={{ width: "auto" }}
                checked={bare}
                onChange={(event) => setBare(event.target.checked)}
              />
              {texts("bare")}
            </label>
            <Answer of={preview} skeleton={<Skeleton height={140} />}>
              {({ pods }) => <Pods pods={pods} />}
            </Answer>
          </>
        ) : (
          <>
            <p role="status">
              {drain.state === "going" && texts("drainGoing")}
              {drain.state === "done" && texts("drainDone")}
              {drain.state === "stopped" && texts("drainStopped")}
            </p>
            {drain.error !== null && <ProblemView error={drain.error} />}
            <Pods pods={drain.pods} />
          </>
        )}
        <footer className={actions.foot}>
          {drain.state === "going" ? (
            <Button onClick={drain.stop}>{texts("drainStop")}</Button>
          ) : (
            <Button onClick={onClose}>{isAsked ? t("cancel") : t("close")}</Button>
          )}
          {(isAsked || drain.state === "stopped") && (
            <Button look="danger" disabled={isAsked && preview.data === undefined} onClick={drain.start}>
              {texts("drainStart")}
            </Button>
          )}
        </footer>
      </div>
    </Dialog>
  );
}

type DrainedPod = OutputOf<typeof drainNode>["pods"][number];

const tones = {
  evicted: "accent",
  leaving: "accent",
  refused: "warn",
  stays: "plain",
  failed: "bad",
} as const satisfies Record<DrainedPod["result"], Tone>;

function Pods({ pods }: { readonly pods: readonly DrainedPod[] }) {
  const texts = useNodeText();
  if (pods.length === 0) return <p className={actions.help}>{texts("nobody")}</p>;
  return (
    <div className={styles.scrolling} style={{ maxHeight: "46vh" }}>
      <table className={styles.list}>
        <tbody>
          {pods.map(({ namespace, name, result, reason }) => (
            <tr key={`${namespace}/${name}`}>
              <td>
                <Badge tone={tones[result]}>{texts(`result_${result}`)}</Badge>
              </td>
              <td>
                <span className={styles.dim}>{namespace}/</span>
                {name}
                <div className={styles.dim}>{reason}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

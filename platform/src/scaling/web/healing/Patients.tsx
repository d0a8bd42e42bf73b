import { Age, Badge, Button, condition, PageLink, type Tone } from "@naru/ui";
import { useState } from "react";
import { targetOf } from "#kubernetes/web/index.ts";
import type { Patient } from "../../api.ts";
import styles from "./Healing.module.css";
import { useText } from "./messages.ts";
import { ReplaceDialog } from "./ReplaceDialog.tsx";
import { chanceText, evidenceSentence, reasonSentence, signsSentence } from "./sentences.ts";

const tones: Readonly<Record<Patient["state"], Tone>> = {
  watched: "warn",
  advised: "bad",
  held: "bad",
  evicted: "accent",
};

/** What is sick now, a card each: what was seen, what is done about it, and why not. */
export function Patients({ patients }: { readonly patients: readonly Patient[] }) {
  const [replacing, setReplacing] = useState<Patient>();
  return (
    <>
      <ul className={styles.patients}>
        {patients.map((patient) => (
          <li key={`${patient.cluster}/${patient.namespace}/${patient.pod || patient.node}`}>
            <PatientCard patient={patient} onReplace={() => setReplacing(patient)} />
          </li>
        ))}
      </ul>
      {replacing && <ReplaceDialog patient={replacing} onClose={() => setReplacing(undefined)} />}
    </>
  );
}

interface PatientCardProps {
  readonly patient: Patient;
  readonly onReplace: () => void;
}

function PatientCard({ patient, onReplace }: PatientCardProps) {
  const t = useText();
  const { cluster, namespace, kind, workload, pod, node, evidence, signs, state, noticedAt } = patient;
  const isPod = pod !== "";
  const object = isPod
    ? targetOf({ cluster, kind: "Pod", namespace, name: pod })
    : targetOf({ cluster, kind: "Node", namespace: "", name: node });
  return (
    <article className={styles.patient} aria-label={pod || node}>
      <header>
        <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>
        <PageLink {...object}>
          <b>{pod || node}</b>
        </PageLink>
        {isPod && (
          <PageLink {...targetOf({ cluster, kind, namespace, name: workload })} className={styles.dim}>
            {namespace}/{workload}
          </PageLink>
        )}
        <span className={styles.dim}>
          {t("noticedAt")} <Age at={noticedAt} />
        </span>
      </header>
      {evidence && (
        <p>
          {evidenceSentence(t, evidence)}{" "}
          <span className={styles.dim}>{t("chance", { chance: chanceText(evidence.chance) })}</span>
        </p>
      )}
      {signs.length > 0 && <p>{signsSentence(t, signs)}</p>}
      <p className={styles.advice}>{adviceFor(t, patient)}</p>
      {isPod && (
        <footer>
          {state !== "evicted" && <Button onClick={onReplace}>{t("replace")}</Button>}
          <PageLink to="/traces" search={{ filter: condition("k8s.pod.name", "=", pod) }}>
            {t("traces")}
          </PageLink>
        </footer>
      )}
    </article>
  );
}

function adviceFor(t: ReturnType<typeof useText>, { state, reason, pod }: Patient): string {
  if (state === "watched") return t("watched");
  if (state === "held") return reasonSentence(t, reason);
  if (state === "advised") return t(pod === "" ? "advice_node" : "advice_pod");
  return reason;
}

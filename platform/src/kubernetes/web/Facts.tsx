import type { ReactNode } from "react";
import styles from "./Kubernetes.module.css";
import { useText } from "./messages.ts";

/** Names and what they are. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** Labels, each in a frame of its own. */
export function Labels({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  const t = useText();
  if (Object.keys(labels).length === 0) return t("none");
  return (
    <span className={styles.chips}>
      {Object.entries(labels).map(([key, value]) => (
        <code key={key}>
          {key}={value}
        </code>
      ))}
    </span>
  );
}

import type { KubeObject } from "@naru/kubernetes";

export const mask = "••••";
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** An object as it may be shown: of a secret the names of its keys, never a value. kubectl repeats whole objects in an
 *  annotation, secrets too. */
export function masked<T extends KubeObject>(object: T): T {
  if (object.kind !== "Secret" || object.apiVersion !== "v1") return object;
  const { annotations = {} } = object.metadata;
  const hidden = Object.fromEntries(
    ["data", "stringData"].flatMap((field) => {
      const values = (object as Readonly<Record<string, unknown>>)[field];
      return typeof values === "object" && values !== null ? [[field, maskedValues(values)]] : [];
    }),
  );
  const repeated = lastApplied in annotations && { annotations: { ...annotations, [lastApplied]: mask } };
  return { ...object, ...hidden, metadata: { ...object.metadata, ...repeated } };
}

const maskedValues = (values: object) => Object.fromEntries(Object.keys(values).map((key) => [key, mask]));

/** Two versions of a secret, masked so that what changed can be told apart from what did not. */
export function maskedPair<T extends KubeObject>(before: T, after: T): [T, T] {
  const [hiddenBefore, hiddenAfter] = [masked(before), masked(after)];
  const values = (of: T) => (of as { data?: Readonly<Record<string, string>> }).data ?? {};
  const shown = (hiddenAfter as { data?: Record<string, string> }).data;
  if (after.kind !== "Secret" || !shown) return [hiddenBefore, hiddenAfter];
  const data = Object.fromEntries(
    Object.keys(shown).map((key) => [
      key,
      values(before)[key] === values(after)[key] ? mask : `${mask} (changed)`,
    ]),
  );
  return [hiddenBefore, { ...hiddenAfter, data }];
}

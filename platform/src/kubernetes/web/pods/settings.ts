/* What a pod's containers are given, read from the object as it came: only names of variables, never values. */

export interface Variable {
  readonly container: string;
  readonly name: string;
  /** `Secret lock / combination`; empty when the manifest says the value itself. */
  readonly source: string;
}

export interface Volume {
  readonly name: string;
  /** `configMap tides` */
  readonly source: string;
  readonly mounts: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every object has fields of unknown types
  typeof value === "object" && value !== null ? (value as Fields) : {};
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function containersOf(pod: Fields): readonly Fields[] {
  const spec = fieldsOf(pod.spec);
  return [...listOf(spec.initContainers), ...listOf(spec.containers)];
}

export function variablesOf(pod: Fields): readonly Variable[] {
  return containersOf(pod).flatMap((container) => {
    const of = textOf(container.name);
    return [
      ...listOf(container.env).map(({ name, valueFrom }) => ({
        container: of,
        name: textOf(name),
        source: sourceOf(fieldsOf(valueFrom)),
      })),
      ...listOf(container.envFrom).map(({ prefix, ...from }) => ({
        container: of,
        name: `${textOf(prefix)}*`,
        source: sourceOf(from),
      })),
    ];
  });
}

const kinds: Readonly<Record<string, string>> = {
  secretKeyRef: "Secret",
  secretRef: "Secret",
  configMapKeyRef: "ConfigMap",
  configMapRef: "ConfigMap",
};

function sourceOf(from: Fields): string {
  const [entry] = Object.entries(from);
  if (entry === undefined) return "";
  const [how, detail] = [entry[0], fieldsOf(entry[1])];
  const named = [textOf(detail.name), textOf(detail.key)].filter(Boolean).join(" / ");
  return kinds[how] === undefined
    ? textOf(detail.fieldPath) || textOf(detail.resource)
    : `${kinds[how]} ${named}`;
}

export function volumesOf(pod: Fields): readonly Volume[] {
  const mounts = containersOf(pod).flatMap((container) =>
    listOf(container.volumeMounts).map((mount) => ({
      volume: textOf(mount.name),
      at: `${textOf(container.name)}:${textOf(mount.mountPath)}`,
    })),
  );
  return listOf(fieldsOf(pod.spec).volumes).map(({ name, ...source }) => ({
    name: textOf(name),
    source: volumeSource(source),
    mounts: mounts.filter(({ volume }) => volume === name).map(({ at }) => at),
  }));
}

function volumeSource(source: Fields): string {
  const [kind = "", detail] = Object.entries(source)[0] ?? [];
  const { name, secretName, claimName, path } = fieldsOf(detail);
  return [kind, [name, secretName, claimName, path].map(textOf).find(Boolean)].filter(Boolean).join(" ");
}

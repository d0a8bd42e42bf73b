interface PodMeter {
  readonly service: string;
  readonly pod: string;
  readonly ages: readonly number[];
}

export interface ServiceMeter {
  readonly name: string;
  readonly ages: readonly number[];
  readonly pods: readonly PodMeter[];
}

/** Meters by service, those with the oldest transactions first; services without any are there too. */
export function byService(meters: readonly PodMeter[], services: readonly string[]): ServiceMeter[] {
  const known = Map.groupBy(meters, ({ service }) => service);
  const width = meters[0]?.ages.length ?? 4;
  return [...new Set([...known.keys(), ...services])]
    .map((name) => {
      const pods = (known.get(name) ?? []).toSorted((a, b) => a.pod.localeCompare(b.pod));
      const ages = Array.from({ length: width }, (_, age) =>
        pods.reduce((sum, each) => sum + (each.ages[age] ?? 0), 0),
      );
      return { name, ages, pods };
    })
    .toSorted((a, b) => weight(b.ages) - weight(a.ages) || a.name.localeCompare(b.name));
}

/** One old transaction weighs more than many young ones. */
const weight = (ages: readonly number[]) => ages.reduce((sum, n, age) => sum + n * 100 ** age, 0);

interface Told {
  readonly meters: readonly { readonly ages: readonly number[] }[];
  readonly counted: readonly { readonly requests: number }[];
  readonly reporting: readonly string[];
}

/** @returns undefined where no program tells anything */
export function totalOf({ meters, counted, reporting }: Told): number | undefined {
  if (reporting.length === 0 && counted.length === 0) return undefined;
  const told = meters.flatMap(({ ages }) => ages).reduce((sum, n) => sum + n, 0);
  return counted.reduce((sum, { requests }) => sum + requests, told);
}

/** @param ages  a line an age class */
export const mostAtOnce = (ages: readonly (readonly number[])[]): number =>
  (ages[0] ?? []).reduce(
    (most, _, step) =>
      Math.max(
        most,
        ages.reduce((sum, line) => sum + (line[step] ?? 0), 0),
      ),
    0,
  );

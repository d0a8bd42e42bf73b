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

import type { Container, PodSpec, ResourceList } from "../controllers/pod-kind.ts";
import { parseQuantity } from "../resources/quantity.ts";

/** By name of the resource: `cpu` in thousandths of a core, everything else in whole units (bytes, devices, pods). */
export type Amounts = ReadonlyMap<string, number>;

/** Rounded up, so that nothing that was asked for is lost. */
export function amountsOf(list: ResourceList | undefined): Map<string, number> {
  const amounts = Object.entries(list ?? {}).map(([name, written]): [string, number] => {
    const nano = parseQuantity(written)?.nano ?? 0n;
    const unit = name === "cpu" ? 1_000_000n : 1_000_000_000n;
    return [name, Number((nano + unit - 1n) / unit)];
  });
  return new Map(amounts);
}

const plus = (a: Amounts, b: Amounts) => merge(a, b, (x, y) => x + y);
const greatest = (a: Amounts, b: Amounts) => merge(a, b, Math.max);

function merge(a: Amounts, b: Amounts, join: (x: number, y: number) => number): Map<string, number> {
  const merged = new Map(a);
  for (const [name, amount] of b) merged.set(name, join(merged.get(name) ?? 0, amount));
  return merged;
}

/** What a container asks for, its defaults included. */
type Ask = (container: Container) => Amounts;

const written: Ask = ({ resources }) => amountsOf(resources?.requests);

/** Who asks for nothing is taken to need something when nodes are compared. */
const usual: Amounts = new Map([
  ["cpu", 100],
  ["memory", 200 * 2 ** 20],
]);
const atLeastUsual: Ask = (container) => new Map([...usual, ...written(container)]);

/** What a node sets aside for a pod: the greater of what its containers need together and what starting it takes.
 *  Sidecars run beside both. Source: k8s.io/component-helpers/resource PodRequests */
export const podRequests = (spec: PodSpec): Amounts => total(spec, written);

/** For comparing nodes only. */
export const comparedRequests = (spec: PodSpec): Amounts => total(spec, atLeastUsual);

function total(spec: PodSpec, ask: Ask): Amounts {
  let running = spec.containers.map(ask).reduce(plus, new Map());
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = ask(container);
    const isSidecar = container.restartPolicy === "Always";
    if (isSidecar) running = plus(running, own);
    if (isSidecar) sidecars = plus(sidecars, own);
    starting = greatest(starting, isSidecar ? sidecars : plus(sidecars, own));
  }
  const needed = new Map([...greatest(running, starting), ...amountsOf(spec.resources?.requests)]);
  return plus(needed, amountsOf(spec.overhead));
}

import type { Answered } from "./edges.ts";
import { serviceNamed } from "./peers.ts";

type Seen = Pick<Answered, "caller" | "byClient" | "peer" | "callee">;

/** Who answers at an address, as the map knows it: by what was seen to answer this caller, or else any caller, or by its
 *  name in a cluster. An address that several services answer (a gateway) keeps its own name.
 *  @param services  names that are known */
export function calleesOf(answered: readonly Seen[], services: readonly string[]) {
  const known = answered.filter(({ byClient, peer }) => byClient && peer !== "");
  const byCaller = Map.groupBy(known, ({ caller, peer }) => `${caller} ${peer}`);
  const byPeer = Map.groupBy(known, ({ peer }) => peer);
  const names = new Set([...services, ...known.flatMap(({ caller, callee }) => [caller, callee])]);
  return (caller: string, address: string): string | undefined => {
    if (address === "") return undefined;
    const rows = byCaller.get(`${caller} ${address}`) ?? byPeer.get(address) ?? [];
    const callees = new Set(rows.map(({ callee }) => callee));
    if (callees.size === 0) return serviceNamed(address, names);
    return callees.size === 1 ? [...callees][0] : undefined;
  };
}

/** A call's name with who answers in the place of the address. */
export function nameOfCall(
  { service, name, address }: { readonly service: string; readonly name: string; readonly address: string },
  calleeOf: ReturnType<typeof calleesOf>,
): string {
  const callee = calleeOf(service, address);
  return callee !== undefined && name.endsWith(address)
    ? name.slice(0, name.length - address.length) + callee
    : name;
}

import type { MetricFamily, Sample } from "#kernel/metrics.ts";
import type { Census } from "./api.ts";
import type { Declared } from "./declared/declared.ts";
import type { SessionStore } from "./stores/store.ts";

/** How many sessions there are, and how their stores are. */
export function sessionMetrics(
  stores: readonly SessionStore[],
  declared: readonly Declared[],
  censusOf: (declared: Declared) => Census | undefined,
): MetricFamily[] {
  const counted = (of: (census: Census) => number): Sample[] =>
    declared.flatMap((each) => {
      const census = censusOf(each);
      const { cluster, namespace, name } = each;
      return census === undefined
        ? []
        : [{ labels: { cluster, namespace, application: name }, value: of(census) }];
    });
  const told = (of: (store: SessionStore) => number | undefined): Sample[] =>
    stores.flatMap((store) => {
      const value = of(store);
      return value === undefined ? [] : [{ labels: { store: store.name }, value }];
    });
  const families: MetricFamily[] = [
    {
      name: "naru_sessions",
      type: "gauge",
      help: "Sessions of an application that have not expired.",
      samples: counted(({ sessions }) => sessions),
    },
    {
      name: "naru_sessions_signed_in",
      type: "gauge",
      help: "Those of them in which somebody is signed in.",
      samples: counted(({ signedIn }) => signedIn),
    },
    {
      name: "naru_sessions_bytes",
      type: "gauge",
      help: "Memory that they take in their store.",
      samples: counted(({ bytes }) => bytes),
    },
    {
      name: "naru_session_store_up",
      type: "gauge",
      help: "1 while a session store takes writes.",
      samples: told((store) => Number(store.isUp)),
    },
    {
      name: "naru_session_store_memory_bytes",
      type: "gauge",
      help: "Memory of everything in a session store.",
      samples: told(({ facts }) => facts?.usedBytes),
    },
    {
      name: "naru_session_store_commands_total",
      type: "counter",
      help: "Commands that a session store has carried out.",
      samples: told(({ facts }) => facts?.commands),
    },
    {
      name: "naru_session_store_evicted_total",
      type: "counter",
      help: "Keys that had to go for want of memory.",
      samples: told(({ facts }) => facts?.evicted),
    },
  ];
  return families.filter(({ samples }) => samples.length > 0);
}

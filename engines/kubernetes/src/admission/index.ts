import type { Admit } from "../objects/objects.ts";
import { nameOf } from "../resources/registry.ts";
import type { Store } from "../store/store.ts";
import { addAccount } from "./service-account.ts";
import { ServiceAddresses } from "./service-addresses.ts";
import { addTolerations } from "./tolerations.ts";

/** Everything that is added to objects on their way in, in this order. */
export function admissionOf(store: Store): Admit {
  const addresses = new ServiceAddresses(store);
  return (resource, object, before) => {
    switch (nameOf(resource)) {
      case "pods":
        if (before !== undefined) return;
        addTolerations(object);
        return addAccount(store, object);
      case "services":
        return addresses.assign(object);
    }
  };
}

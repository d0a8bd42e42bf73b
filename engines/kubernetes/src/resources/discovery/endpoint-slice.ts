import type { KubeObject } from "../../object.ts";
import { equal, get, isObject, type JsonObject, set } from "../../patch/json.ts";
import { ageColumn, column, nameColumn, shortened } from "../cells.ts";
import { builtin } from "../declare.ts";
import type { Findings } from "../findings.ts";
import { fill, items, number, present, records, text, texts } from "../values.ts";

function portText(port: JsonObject): string {
  if (present(get(port, "port"))) return `${number(get(port, "port"))}`;
  return present(get(port, "name")) ? text(get(port, "name")) : "*";
}

const addressTypes = ["FQDN", "IPv4", "IPv6"];

function checkSlice(slice: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const type = text(slice["addressType"]);
  if (type === "") found.required("addressType");
  else if (!addressTypes.includes(type)) found.unsupported("addressType", type, addressTypes);
  if (before !== undefined && !equal(before["addressType"], slice["addressType"])) {
    found.invalid("addressType", type, "field is immutable");
  }
  for (const [index, endpoint] of records(slice["endpoints"]).entries()) {
    const path = `endpoints[${index}].addresses`;
    if (texts(get(endpoint, "addresses")).length === 0) {
      found.required(path, "must contain at least 1 address");
    }
  }
}

export const endpointSlice = builtin({
  group: "discovery.k8s.io",
  version: "v1",
  kind: "EndpointSlice",
  plural: "endpointslices",
  columns: [
    nameColumn,
    column("AddressType", (slice) => text(slice["addressType"])),
    column("Ports", (slice) => shortened(records(slice["ports"]).map(portText), 3, "<unset>")),
    column("Endpoints", (slice) => {
      const addresses = records(slice["endpoints"]).flatMap((endpoint) => texts(get(endpoint, "addresses")));
      return shortened(addresses, 3, "<unset>");
    }),
    ageColumn,
  ],
  setDefaults: (slice) => {
    for (const port of items(slice["ports"])) {
      if (!isObject(port)) continue;
      if (!present(get(port, "name"))) set(port, "name", "");
      fill(port, "protocol", "TCP");
    }
  },
  check: checkSlice,
});

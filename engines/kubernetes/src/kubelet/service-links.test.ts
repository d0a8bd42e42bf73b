import { expect, test } from "vitest";
import type { Service } from "../controllers/kinds.ts";
import { serviceLinks } from "./service-links.ts";

const service = (name: string, spec: Service["spec"]): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, uid: name, creationTimestamp: "" },
  spec,
});

test("a service is told by host, port and Docker's links", () => {
  const ports = [
    { name: "web-ui", port: 80 },
    { port: 53, protocol: "UDP" },
  ];
  expect(serviceLinks([service("card-network", { clusterIP: "127.96.0.2", ports })])).toEqual({
    CARD_NETWORK_SERVICE_HOST: "127.96.0.2",
    CARD_NETWORK_SERVICE_PORT: "80",
    CARD_NETWORK_SERVICE_PORT_WEB_UI: "80",
    CARD_NETWORK_PORT: "tcp://127.96.0.2:80",
    CARD_NETWORK_PORT_80_TCP: "tcp://127.96.0.2:80",
    CARD_NETWORK_PORT_80_TCP_PROTO: "tcp",
    CARD_NETWORK_PORT_80_TCP_PORT: "80",
    CARD_NETWORK_PORT_80_TCP_ADDR: "127.96.0.2",
    CARD_NETWORK_PORT_53_UDP: "udp://127.96.0.2:53",
    CARD_NETWORK_PORT_53_UDP_PROTO: "udp",
    CARD_NETWORK_PORT_53_UDP_PORT: "53",
    CARD_NETWORK_PORT_53_UDP_ADDR: "127.96.0.2",
  });
});

test("a service without an address of its own is not told", () =>
  expect(serviceLinks([service("db", { clusterIP: "None", ports: [{ port: 5432 }] })])).toEqual({}));

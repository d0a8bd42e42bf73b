import type { KubeObject } from "@naru/kubernetes";
import type { Autoscaler, Budget, Ingress, IngressBackend, Quota, Selecting } from "../resources.ts";
import type { Facts } from "./facts.ts";

/* What is worth remembering of objects that run nothing and decide who is reached, scaled, let in and left alone. What their
 * controllers write of them (status) is not. */

/** By kind: how an object's facts are taken. */
export const wiring: Readonly<Record<string, ((object: KubeObject) => Facts) | undefined>> = {
  Service: serviceFacts,
  Ingress: ingressFacts,
  HorizontalPodAutoscaler: autoscalerFacts,
  PodDisruptionBudget: budgetFacts,
  ResourceQuota: (object) => given("hard", (object as Quota).spec?.hard ?? {}),
};

/** `selector.app` to `cart`, `ports.http` to `80:http`. */
function serviceFacts({ spec = {} }: Selecting): Facts {
  const ports = (spec.ports ?? []).map(({ name, port, targetPort = port }) => [
    name ?? port,
    `${port}:${targetPort}`,
  ]);
  return {
    ...given("", { type: spec.type, externalName: spec.externalName }),
    ...given("selector", (spec.selector ?? {}) as Facts),
    ...given("ports", Object.fromEntries(ports) as Facts),
  };
}

/** `rules.shop.example/cart` to `cart:80`, `tls.shop-tls` to `shop.example`. */
function ingressFacts({ spec = {} }: Ingress): Facts {
  const routes = (spec.rules ?? []).flatMap(({ host = "*", http }) =>
    (http?.paths ?? []).map(({ path = "/", backend }) => [`${host}${path}`, backendText(backend)]),
  );
  const tls = (spec.tls ?? []).map(({ secretName = "", hosts = [] }) => [secretName, hosts.join(", ")]);
  return {
    ...given("", {
      ingressClassName: spec.ingressClassName,
      defaultBackend: spec.defaultBackend && backendText(spec.defaultBackend),
    }),
    ...given("rules", Object.fromEntries(routes) as Facts),
    ...given("tls", Object.fromEntries(tls) as Facts),
  };
}

/** `cart:80`, as `kubectl describe ingress` has it. */
export const backendText = ({ service }: IngressBackend): string =>
  service ? `${service.name}:${service.port?.name ?? service.port?.number ?? ""}` : "";

function autoscalerFacts({ spec = {} }: Autoscaler): Facts {
  const { scaleTargetRef, minReplicas, maxReplicas, metrics } = spec;
  return given("", {
    scaleTargetRef: scaleTargetRef && `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
    minReplicas,
    maxReplicas,
    metrics: metrics && JSON.stringify(metrics),
  });
}

function budgetFacts({ spec = {} }: Budget): Facts {
  return given("", {
    minAvailable: spec.minAvailable,
    maxUnavailable: spec.maxUnavailable,
    selector: spec.selector === undefined ? undefined : JSON.stringify(spec.selector),
  });
}

function given(prefix: string, of: Readonly<Record<string, string | number | undefined>>): Facts {
  const place = prefix === "" ? "" : `${prefix}.`;
  return Object.fromEntries(
    Object.entries(of).flatMap(([key, value]) =>
      value === undefined ? [] : [[`${place}${key}`, String(value)]],
    ),
  );
}
